//! The binary of the workers. Its exports are called from `web/conductor.js`; it has no program of
//! its own, because every thread of the pool starts this same binary again.

use workers as _;

fn main() {}
