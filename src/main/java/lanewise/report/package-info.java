/// Tables and charts of a run, made from its folder alone.
package lanewise.report;
