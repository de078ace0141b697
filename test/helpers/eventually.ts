/** Tries until it holds; the last failure is thrown when it does not within the time. */
export async function eventually<T>(act: () => Promise<T>, withinMs = 5000): Promise<T> {
  for (const deadline = performance.now() + withinMs; ; ) {
    try {
      return await act()
    } catch (error) {
      if (performance.now() > deadline) throw error
      await new Promise(resolve => setTimeout(resolve, 20))
    }
  }
}
