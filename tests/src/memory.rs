//! How much memory a browser has: what the system says of its processes.
//!
//! Only Linux tells that in a file. It refuses to guess elsewhere.

use serde_json::json;

use crate::driver::{Driver, Kind};
use crate::watch::privileged;

/// Has the browser collect what nobody needs, as far as it lets itself be asked.
pub(crate) fn let_go(kind: Kind, driver: &Driver) {
    match kind {
        Kind::Chromium => {
            // More, as a purge of what JavaScript keeps, and Chromium 156 hangs where there are workers.
            let collect = json!({ "cmd": "HeapProfiler.collectGarbage", "params": {} });
            // A browser that does not know the command keeps what it has a little longer.
            driver.send("POST", "/goog/cdp/execute", &collect).ok();
        }
        Kind::Firefox => {
            const ASK: &str = "Services.obs.notifyObservers(null, 'memory-pressure', 'heap-minimize');
                Services.obs.notifyObservers(null, 'child-gc-request'); Services.obs.notifyObservers(null, 'child-cc-request');";
            privileged(driver, ASK).ok();
        }
    }
}

/// Bytes of all processes of this group but its leader, which is the driver.
pub(crate) fn of_group(group: i32) -> Option<u64> {
    let processes = std::fs::read_dir("/proc").ok()?.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    let mut bytes = 0;
    for process in processes.filter(|process: &i32| *process != group && group_of(*process) == Some(group)) {
        // One that has just ended has nothing.
        let Ok(rollup) = std::fs::read_to_string(format!("/proc/{process}/smaps_rollup")) else { continue };
        let kilobytes =
            rollup.lines().find_map(|line| line.strip_prefix("Pss:")?.trim().strip_suffix(" kB")?.parse().ok());
        bytes += kilobytes.unwrap_or(0u64) * 1024;
    }
    (bytes > 0).then_some(bytes)
}

fn group_of(process: i32) -> Option<i32> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // After the name, which may hold anything: state, parent, group.
    stat.rsplit(')').next()?.split_whitespace().nth(2)?.parse().ok()
}
