//! The border with Envoy: what it calls here, and what is called there.
//!
//! Written by hand from Envoy's `source/extensions/dynamic_modules/abi/abi.h`, version 0.2.0, as Envoy 1.40
//! has it. 1.38 and 1.39 have all that is used, and warn that the version is another. This is the one
//! folder where C is spoken; everything behind it is safe: `calls.rs` is what is called there, `hooks.rs` what Envoy
//! calls.
//!
//! What Envoy promises, and each `SAFETY` stands on:
//! - `config`: texts that a hook is handed are there until it returns.
//! - `one`: a pointer that a hook returned comes back as it was, to hooks of the same kind, and to none
//!   after its `destroy`. Hooks of one stream come one after the other, on one thread.
//! - `stream`: a stream's own pointer is good for as long as a hook of that stream runs. Text of headers
//!   is there until a header of the same side is changed.
#![expect(unsafe_code, reason = "a C interface: each block says what it stands on")]

mod calls;
mod hooks;
