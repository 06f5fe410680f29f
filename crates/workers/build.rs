//! Asks the linker for shared memory, for this package's binaries and tests alone: the page's own
//! binary keeps ordinary memory and so loads anywhere.

/// An upper bound is required of shared memory, and some browsers reserve it at once: large enough
/// for dozens of threads with their stacks, small enough for a phone's address space.
const MAX_MEMORY: u32 = 512 * 1024 * 1024;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let arch = std::env::var("CARGO_CFG_TARGET_ARCH").expect("cargo tells every build script");
    if arch != "wasm32" {
        return;
    }
    for argument in ["--shared-memory", "--import-memory", &format!("--max-memory={MAX_MEMORY}")] {
        println!("cargo::rustc-link-arg={argument}");
    }
    // wasm-bindgen gives every thread its stack and its thread-local block, and finds its way by
    // these names.
    for symbol in ["__wasm_init_tls", "__tls_size", "__tls_align", "__tls_base", "__heap_base"] {
        println!("cargo::rustc-link-arg=--export={symbol}");
    }
}
