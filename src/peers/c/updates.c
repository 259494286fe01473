/* The updates as one writes them in C: a loop a formula, in the letters of the papers. Scalars come rounded from double; rest is 1 - rho or
   1 - beta. In standard C a compiler fuses no multiplication with an addition. */

#include <math.h>

#define UPDATE(name, ...) void name(long n, float *restrict w, const float *restrict g, __VA_ARGS__)

UPDATE(sgd, float rate) {
    for (long i = 0; i < n; i++) w[i] -= rate * g[i];
}

UPDATE(momentum, float *restrict b, float mu, float rate) {
    for (long i = 0; i < n; i++) {
        b[i] = mu * b[i] + g[i];
        w[i] -= rate * b[i];
    }
}

UPDATE(adagrad, float *restrict s, float epsilon, float rate) {
    for (long i = 0; i < n; i++) {
        s[i] += g[i] * g[i];
        w[i] -= rate * g[i] / (sqrtf(s[i]) + epsilon);
    }
}

UPDATE(rmsprop, float *restrict v, float rho, float rest, float epsilon, float rate) {
    for (long i = 0; i < n; i++) {
        v[i] = rho * v[i] + rest * (g[i] * g[i]);
        w[i] -= rate * g[i] / (sqrtf(v[i]) + epsilon);
    }
}

/* rate: the learning rate over 1 - beta1^t; correction: 1 over 1 - beta2^t */
UPDATE(adam, float *restrict m, float *restrict v, float beta1, float rest1, float beta2, float rest2, float correction, float epsilon, float rate) {
    for (long i = 0; i < n; i++) {
        m[i] = beta1 * m[i] + rest1 * g[i];
        v[i] = beta2 * v[i] + rest2 * (g[i] * g[i]);
        w[i] -= rate * m[i] / (sqrtf(v[i] * correction) + epsilon);
    }
}

/* kept: 1 - the learning rate times the weight decay */
UPDATE(adamw, float *restrict m, float *restrict v, float beta1, float rest1, float beta2, float rest2, float correction, float epsilon, float rate, float kept) {
    for (long i = 0; i < n; i++) {
        m[i] = beta1 * m[i] + rest1 * g[i];
        v[i] = beta2 * v[i] + rest2 * (g[i] * g[i]);
        w[i] = kept * w[i] - rate * m[i] / (sqrtf(v[i] * correction) + epsilon);
    }
}

UPDATE(lion, float *restrict m, float beta1, float rest1, float beta2, float rest2, float rate) {
    for (long i = 0; i < n; i++) {
        float c = beta1 * m[i] + rest1 * g[i];
        m[i] = beta2 * m[i] + rest2 * g[i];
        w[i] -= rate * (float) ((c > 0) - (c < 0));
    }
}
