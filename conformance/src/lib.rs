//! Drives real browsers and real servers.
