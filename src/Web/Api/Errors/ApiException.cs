namespace Chameleon.Web.Api;

/// <summary>A request that is answered with an error.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="error">The error.</param>
/// <param name="retryAfter">When to try again; null: nothing is said.</param>
internal sealed class ApiException(int status, ApiError error, TimeSpan? retryAfter = null) : Exception(error.Message)
{
    public int Status { get; } = status;

    public ApiError Error { get; } = error;

    public TimeSpan? RetryAfter { get; } = retryAfter;
}
