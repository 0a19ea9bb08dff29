//! Whatever is pasted as a curl command: no panic, and what is written of it is read again as the same.

#![no_main]

use arbitrary::Unstructured;
use crosscheck_analysis::curl::Command;
use crosscheck_analysis::curl::write;
use crosscheck_analysis::explain::Overrides;
use crosscheck_analysis::explain::explain;
use crosscheck_fuzz::text;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut u = Unstructured::new(bytes);
    let mut command = String::from("curl");
    for _ in 0..8 {
        let Ok(word) = text(&mut u, WORDS) else { break };
        command.push(' ');
        command.push_str(&word);
    }
    let _ = explain(&command, &Overrides::default());
    let Ok(read) = Command::parse(&command) else { return };
    let written = write(&read.method, read.url.as_str(), &read.headers, None);
    // What cannot be said in a command's words, a NUL above all, may come back as something else.
    let _ = Command::parse(&written);
});

const WORDS: &[&str] = &[
    "https://api.example/a",
    "'https://api.example/a?b=c&d'",
    "http://[::1]:8080/",
    "-X",
    "PUT",
    "--request",
    "-H",
    "'Origin: https://app.example'",
    "\"Content-Type: application/json\"",
    "$'X-A: \\u0021'",
    "--header",
    "-d",
    "--data-raw",
    "--data-binary",
    "'{\"a\":1}'",
    "@file",
    "-F",
    "a=b",
    "--json",
    "-u",
    "user:password",
    "-b",
    "-I",
    "-G",
    "--compressed",
    "-k",
    "--url",
    "\\\n",
    "^\n",
    "^\"",
    "'",
    "\"",
    "-",
    "--",
];
