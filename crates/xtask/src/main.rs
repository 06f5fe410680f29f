//! The one entrance to everything a developer does with Heddle.

fn main() {}
