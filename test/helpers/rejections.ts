// Loaded before every run: mocha would let a rejection that nobody handles pass in silence, and with it the test that lost its error.
process.on('unhandledRejection', reason => {
  throw reason
})
