/** A guest of the tests: does in one transaction what a call says, a pause between its statements. */
export const serve = connection => async call => {
  if (call.throws) throw new Error(call.throws)
  connection.begin()
  try {
    for (const sql of call.statements) {
      await new Promise(resolve => setTimeout(resolve, call.pause ?? 0))
      connection.run(sql, [])
    }
    connection.run('COMMIT', [])
  } catch (error) {
    connection.run('ROLLBACK', [])
    throw error
  }
  return connection.run('select count(*) as n from marks', []).rows[0].n
}
