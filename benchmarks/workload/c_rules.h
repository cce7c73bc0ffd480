/* What all rules in C use: keyed draws, elementary functions with the model's own bits, updates. */

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "records.h"

#define UNIT 0x1p-52

/* ---- agents/draws.py -------------------------------------------------------------------- */

static inline uint64_t mixed(uint64_t value) {
    value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9u;
    value = (value ^ (value >> 27)) * 0x94D049BB133111EBu;
    return value ^ (value >> 31);
}

static inline uint64_t child_key(uint64_t parent, int64_t stream, int64_t number) {
    uint64_t place = 0x9E3779B97F4A7C15u * (uint64_t)((number + 1) & INT64_MAX);
    return mixed(parent + place + mixed(0xA0761D6478BD642Fu * (uint64_t)(stream + 1)));
}

static inline double uniform(uint64_t key, int64_t when, int64_t purpose) {
    uint64_t place = 0xD6E8FEB86659FD93u * (uint64_t)(when & INT64_MAX) +
                     0xA0761D6478BD642Fu * (uint64_t)(purpose + 1);
    return ((double)(mixed(key + place) >> 12) + 0.5) * UNIT;
}

static inline double least(double a, double b) { return b < a ? b : a; }
static inline double most(double a, double b) { return b > a ? b : a; }

/* ---- agents/elementary.py ---------------------------------------------------------------- */

static inline int64_t bits_of(double value) {
    int64_t bits;
    memcpy(&bits, &value, 8);
    return bits;
}

static inline double number_of(int64_t bits) {
    double value;
    memcpy(&value, &bits, 8);
    return value;
}

static inline double exponential(double value) {
    value = least(most(value, -MOST), MOST);
    double rounded = value * STEPS_PER_UNIT + ROUNDS, steps = rounded - ROUNDS;
    int64_t whole = bits_of(rounded);
    double x = (value - steps * STEP) - steps * STEP_REST, x2 = x * x;
    double series =
        x + x2 * ((1.0 / 2.0 + x * (1.0 / 6.0)) + x2 * (1.0 / 24.0 + x * (1.0 / 120.0)));
    double near = number_of(POWER_BITS[whole & 63] + (int64_t)((uint64_t)(whole >> 6) << 52));
    return near + near * series;
}

static inline double logarithm(double value) {
    int64_t bits = bits_of(value), past = bits - ROOT_OF_HALF;
    int64_t whole = past >> 52, part = (past >> 45) & 127;
    double m = number_of(bits - (int64_t)((uint64_t)whole << 52)), times = (double)whole;
    double x = (m - MIDDLES[part]) * INVERSES[part], x2 = x * x;
    double tail =
        (-1.0 / 2.0 + x * (1.0 / 3.0)) + x2 * (-1.0 / 4.0 + x * (1.0 / 5.0) - x2 * (1.0 / 6.0));
    return times * LOG_2 + (LOGS[part] + (x + (x2 * tail + times * LOG_2_REST)));
}

static inline double power(double base, double exponent) {
    return exponential(exponent * logarithm(base));
}

/* ---- agents/draws.py, tables ------------------------------------------------------------- */

static inline double quantile(const double *table, double u) {
    double position = (logarithm(u / (1.0 - u)) + LOGIT_LIMIT) * LOGIT_STEPS;
    int64_t node = (int64_t)position, last = QUANTILE_NODES - 2;
    node = node < 0 ? 0 : node > last ? last : node;
    double part = least(most(position - (double)node, 0.0), 1.0);
    return table[node] + part * (table[node + 1] - table[node]);
}

static inline int64_t geometric_quantile(double mean, double u) {
    if (mean <= 0.0) return 0;
    return (int64_t)(logarithm(1.0 - u) / logarithm(mean / (1.0 + mean)));
}

/* ---- agents/bounded.py ------------------------------------------------------------------ */

static inline double clip(double x, double low, double high) { return least(most(x, low), high); }
static inline double share(double x) { return least(most(x, 0.0), 1.0); }
static inline double above(double x) { return most(x, 0.0); }
static inline double logistic(double x) { return 1.0 / (1.0 + exponential(-x)); }

static inline double push(double state, double dose) {
    dose = least(most(dose, -1.0), 1.0);
    return dose >= 0.0 ? state + dose * (1.0 - state) : state + dose * state;
}

static inline double relax(double state, double target, double drift) {
    return state + drift * (target - state);
}

static inline int happens(double u, double hazard) {
    return u < hazard && u < 1.0 - exponential(-hazard);
}
