//! The lab's page as a newcomer meets it: a real Chromium, the keyboard alone, nothing read before.

mod accessibility;
mod brought;
mod documentation;
mod editor;
mod page;
mod paste;
mod styles;
mod workshop;
