namespace Chameleon.Web.Api;

/// <summary>The body of an answer that is an error.</summary>
/// <param name="Error">The error.</param>
internal sealed record ApiErrorAnswer(ApiError Error);
