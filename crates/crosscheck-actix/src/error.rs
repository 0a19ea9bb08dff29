//! An error on its way out, and the headers that its answer will have.

use std::fmt;

use actix_web::Error;
use actix_web::HttpResponse;
use actix_web::ResponseError;
use actix_web::http::StatusCode;

use crate::headers::Chosen;

/// An error of the service inside: the same text, status and answer, with the policy's headers.
///
/// A handler of errors outside of the middleware finds the error itself in [`cause`](Self::cause).
#[derive(Debug)]
pub struct CorsError {
    pub(crate) cause: Error,
    pub(crate) chosen: Chosen,
}

impl CorsError {
    /// The error of the service.
    pub const fn cause(&self) -> &Error {
        &self.cause
    }
}

impl fmt::Display for CorsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.cause.fmt(f)
    }
}

impl ResponseError for CorsError {
    fn status_code(&self) -> StatusCode {
        self.cause.as_response_error().status_code()
    }

    fn error_response(&self) -> HttpResponse {
        let mut answer = self.cause.error_response();
        self.chosen.clone().edit(answer.headers_mut());
        answer
    }
}
