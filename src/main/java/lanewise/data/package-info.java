/// Reproducible inputs: files of images, generated sets, splits and the choice of minibatches.
package lanewise.data;
