namespace Chameleon.Web.Api;

/// <summary>What went wrong, as OpenAI's clients read it.</summary>
/// <param name="Message">One sentence.</param>
/// <param name="Type">The kind: <c>invalid_request_error</c>, <c>authentication_error</c>, <c>rate_limit_error</c>, <c>server_error</c>.</param>
/// <param name="Param">The field that is meant; null: none.</param>
/// <param name="Code">The kind in detail, for programs; null: none.</param>
internal sealed record ApiError(string Message, string Type, string? Param, string? Code);
