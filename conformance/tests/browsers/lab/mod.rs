//! The lab in real browsers.

mod bystander;
mod consent;
mod curl;
mod files;
mod foreign;
mod scenes;
mod served;
mod stage;
