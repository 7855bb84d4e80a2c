using System.Globalization;
using System.Text.Json;

namespace Chameleon.Web.Api;

/// <summary>Makes the errors of the API, so that each sentence stands in one place.</summary>
internal static class ApiThrow
{
    private const string Invalid = "invalid_request_error";
    private const int ShownLength = 100;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    public static ApiException Missing(string param) =>
        Bad($"Missing required parameter: '{param}'.", param, "missing_required_parameter");

    public static ApiException WrongKind(string? param, string wanted, JsonElement got) => Bad(
        $"{(param is null ? "The body" : $"'{param}'")} must be {wanted}, but is {KindOf(got.ValueKind)}.", param, "invalid_type");

    public static ApiException OutOfRange(string param, object value, string limit) =>
        Bad(string.Create(CultureInfo.InvariantCulture, $"'{param}' is {value}; {limit}."), param, "invalid_value");

    public static ApiException Value(string param, string value, string known) =>
        Bad($"'{param}' is '{Short(value)}'; it must be {known}.", param, "invalid_value");

    public static ApiException Refused(string param, string why) => Bad($"'{param}' is not supported: {why}.", param, "unsupported_parameter");

    public static ApiException Unknown(string param) => Bad($"Unrecognized request argument supplied: '{Short(param)}'.", Short(param), "unknown_parameter");

    public static ApiException Picture(string param, string why) => Bad($"'{param}': {why}", param, "invalid_image");

    public static ApiException NotJson(JsonException why) => Bad(
        $"The body is not JSON that can be read (line {why.LineNumber + 1}, byte {why.BytePositionInLine + 1}; no comments, no key twice, at most 64 levels).",
        null,
        "invalid_json");

    public static ApiException BadText() =>
        Bad("The body holds a string that is no text: half of a surrogate pair, or bytes that are not UTF-8.", null, "invalid_json");

    public static ApiException BadForm(string why) => Bad($"The form cannot be read: {why}", null, "invalid_form");

    public static ApiException MediaType(string? got, string wanted) => new(
        StatusCodes.Status415UnsupportedMediaType,
        new ApiError($"The content type is {(string.IsNullOrEmpty(got) ? "missing" : $"'{Short(got)}'")}; it must be {wanted}.", Invalid, null, "unsupported_media_type"));

    public static ApiException TooLarge(long most) => new(
        StatusCodes.Status413PayloadTooLarge,
        new ApiError($"The body is larger than {most} bytes, which is the limit.", Invalid, null, "request_too_large"));

    public static ApiException NoModel(string name, string known) => new(
        StatusCodes.Status404NotFound,
        new ApiError($"The model '{Short(name)}' does not exist here; there is '{known}'.", Invalid, "model", "model_not_found"));

    public static ApiException Loading(string model, double done) => new(
        StatusCodes.Status503ServiceUnavailable,
        new ApiError(string.Create(CultureInfo.InvariantCulture, $"The model '{model}' is still loading: {done:P0}."), "server_error", null, "model_loading"),
        Soon);

    public static ApiException NotLoaded(string problem) => new(
        StatusCodes.Status503ServiceUnavailable, new ApiError(problem, "server_error", null, "model_not_loaded"));

    public static ApiException NoKey() => Unauthorized("There is no API key: send one as 'Authorization: Bearer KEY'.", "missing_api_key");

    public static ApiException WrongKey() => Unauthorized("The API key is wrong, or was ended.", "invalid_api_key");

    public static ApiException TooMany(int limit, TimeSpan wait) => TooMany($"More than {limit} requests in a minute, which is the limit of a key.", "rate_limit_exceeded", wait);

    public static ApiException TooManyAtOnce(int limit, TimeSpan wait) =>
        TooMany($"{limit} requests of yours are being answered, which is the limit; wait for one of them to end.", "concurrency_limit_exceeded", wait);

    public static ApiException Overloaded(int limit, TimeSpan wait) => new(
        StatusCodes.Status503ServiceUnavailable,
        new ApiError($"{limit} requests are being answered, which is the limit of this server.", "server_error", null, "overloaded"),
        wait);

    public static ApiException NotOffered(string what) => new(
        StatusCodes.Status404NotFound, new ApiError($"{what} are not offered: this model makes text and pictures.", Invalid, null, "not_supported"));

    public static ApiException Bad(string message, string? param, string? code) =>
        new(StatusCodes.Status400BadRequest, new ApiError(message, Invalid, param, code));

    private static ApiException Unauthorized(string message, string code) =>
        new(StatusCodes.Status401Unauthorized, new ApiError(message, "authentication_error", null, code));

    private static ApiException TooMany(string message, string code, TimeSpan wait) =>
        new(StatusCodes.Status429TooManyRequests, new ApiError(message, "rate_limit_error", null, code), wait);

    private static string Short(string text) => text.Length <= ShownLength ? text : text[..ShownLength] + "…";

    private static string KindOf(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        _ => "null",
    };
}
