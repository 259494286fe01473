/// The JMH benchmarks: they build inputs, forward the call and verify the result. The arithmetic is elsewhere.
package lanewise.bench;
