using Chameleon.Connector;
using Chameleon.Engine.Generation;
using Chameleon.Engine.Imaging;
using Chameleon.Web.Data;

namespace Chameleon.Web.Api;

/// <summary>From what the program throws to what a caller is told: sentences that were written to be read, and no others.</summary>
internal static class ApiFailures
{
    private const string Invalid = "invalid_request_error";
    private const string Server = "server_error";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    /// <summary>What the connector calls by its own names.</summary>
    private static readonly (string Own, string Wire)[] Names =
    [
        ("MaxOutputTokens", "max_completion_tokens"), ("MaxNewTokens", "max_completion_tokens"), ("LogitBias", "logit_bias"), ("ImageSize", "size"), ("Count", "n"),
    ];

    /// <summary>The answer to a request that ended so; null: it is no news from the request but a mistake of ours.</summary>
    public static ApiException? Of(Exception exception) => exception switch
    {
        ApiException known => known,
        GenerationException generation => Of(generation),
        ImageFormatException picture => ApiThrow.Bad(picture.Message, null, "invalid_image"),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => ApiThrow.TooLarge(ApiBody.MaxBytes),
        BadHttpRequestException bad => new ApiException(bad.StatusCode, new ApiError("The request is malformed or was cut short.", Invalid, null, null)),
        NotSupportedException unsupported => ApiThrow.Bad(unsupported.Message, null, "unsupported_value"),
        ArgumentException argument => OfOption(argument),
        DataStoreException store => new ApiException(StatusCodes.Status503ServiceUnavailable, new ApiError(store.Message, Server, null, null), Soon),
        ObjectDisposedException => Ends(),
        _ => null,
    };

    /// <summary>The answer to what nobody foresaw.</summary>
    public static ApiException Unforeseen() => new(
        StatusCodes.Status500InternalServerError,
        new ApiError("Something went wrong while this was answered; the log of the server says more.", Server, null, null));

    private static ApiException? Of(GenerationException exception) => exception.Error switch
    {
        GenerationError.PromptTooLong => ApiThrow.Bad(exception.Message, "messages", "context_length_exceeded"),
        GenerationError.PicturesNotAllowed => ApiThrow.Bad(exception.Message, null, "unsupported_value"),
        GenerationError.Busy => new ApiException(
            StatusCodes.Status503ServiceUnavailable, new ApiError(exception.Message, Server, null, "overloaded"), Soon),
        GenerationError.Abandoned => new ApiException(
            StatusCodes.Status408RequestTimeout, new ApiError(exception.Message, Invalid, null, "reader_too_slow")),
        GenerationError.Disposed => Ends(),
        GenerationError.Failed or GenerationError.NonFiniteLogits => null,
        _ => OfOption(exception),
    };

    private static ApiException Ends() => new(
        StatusCodes.Status503ServiceUnavailable, new ApiError("The server is shutting down.", Server, null, null), Soon);

    private static ApiException OfOption(Exception exception)
    {
        // .NET puts the parameter's name, and the value, behind the sentence.
        var message = exception.Message;
        var end = message.IndexOf(" (Parameter '", StringComparison.Ordinal);
        message = end < 0 ? message : message[..end];
        var (own, wire) = Names.FirstOrDefault(name => message.Contains(name.Own, StringComparison.Ordinal));
        return ApiThrow.Bad(own is null ? message : message.Replace(own, wire, StringComparison.Ordinal), wire, "invalid_value");
    }
}
