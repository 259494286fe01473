/// What the machine can do: streams that move the bytes of an update and compute next to nothing, and loops that compute and move next to
/// nothing. An update cannot be faster than either.
package lanewise.roof;
