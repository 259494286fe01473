/// What a build says of itself.
package lanewise.build;
