/// Training: a minibatch, its loss, its update, again and again; what is measured on the way, when to stop, and how to go on later.
package lanewise.train;
