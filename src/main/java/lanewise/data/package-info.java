/// Reproducible inputs.
package lanewise.data;
