//! The library's modules in Python of our own, held against CPython's: CPython runs both, where it is there.

use std::process::Command;

#[test]
fn modules_are_cpythons() {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/library.py");
    let Ok(output) = Command::new("python3").args(["-B", "-W", "ignore", script]).output() else { return };
    // It leaves with 3 where it is another version than ours.
    if output.status.code() != Some(3) {
        let told = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{told}{}", String::from_utf8_lossy(&output.stderr));
        assert!(told.contains(" 0 differ"), "{told}");
    }
}
