//! The binary of the workers. Its exports are called from `web/conductor.js`; it has no program of
//! its own, because every thread of the pool starts this same binary again.

#[cfg(target_arch = "wasm32")]
mod conductor;

fn main() {}
