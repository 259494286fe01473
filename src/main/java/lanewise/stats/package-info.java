/// Statistics of samples of forks.
package lanewise.stats;
