/// The JMH benchmarks: they build inputs, forward the call and prove afterwards that the work was done. The arithmetic is elsewhere.
package lanewise.bench;
