//! The program from outside: against an API server of ours that speaks what it asks, and on files.

mod api_server;
mod controller;
mod files;
mod relay;
mod webhook;
