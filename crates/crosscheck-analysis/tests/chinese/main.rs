//! What the commands say of other servers, in Chinese: no text of it is English alone.

mod changes;
mod exports;
mod imports;
