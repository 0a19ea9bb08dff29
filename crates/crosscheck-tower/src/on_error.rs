//! What becomes of an error of the service.

use http::Response;

/// Makes an answer of an error, or lets it pass on, as `()` does.
pub trait OnError<E, B> {
    /// The answer, which gets the policy's headers; or the error, which cannot have any.
    fn answer(&self, error: E) -> Result<Response<B>, E>;
}

impl<E, B> OnError<E, B> for () {
    fn answer(&self, error: E) -> Result<Response<B>, E> {
        Err(error)
    }
}

impl<E, B, F: Fn(E) -> Response<B>> OnError<E, B> for F {
    fn answer(&self, error: E) -> Result<Response<B>, E> {
        Ok(self(error))
    }
}
