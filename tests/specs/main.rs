//! The promises of the page, each kept in Chromium and in Firefox.

mod harness;
mod isolation;

fn main() -> std::process::ExitCode {
    e2e::run(e2e::specs! {
        harness :: {
            a_sound_page_has_no_fault,
            errors_are_faults,
            violations_of_the_policy_are_faults,
            foreign_requests_are_faults,
            missing_files_are_faults,
        },
        isolation :: { every_page_is_isolated, threads_really_run_at_once },
    })
}
