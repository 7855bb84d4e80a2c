using System.Text.Json;

namespace Chameleon.Web.Api;

/// <summary>Reads the body of a request.</summary>
internal static class ApiBody
{
    /// <summary>Largest body: a picture of the largest size that is read, in base64, and room for a few smaller ones.</summary>
    public const long MaxBytes = 64 * 1024 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Reads a JSON object; what <paramref name="read"/> returns keeps nothing of the document.</summary>
    /// <param name="context">The request.</param>
    /// <param name="read">Takes what it needs.</param>
    /// <exception cref="ApiException">The body is not what it must be.</exception>
    public static async Task<T> ReadAsync<T>(HttpContext context, Func<JsonFields, T> read)
    {
        var request = context.Request;
        if (!request.HasJsonContentType())
        {
            throw ApiThrow.MediaType(request.ContentType, "application/json");
        }

        CheckLength(request);
        try
        {
            using var document = await JsonDocument.ParseAsync(request.Body, Strict, context.RequestAborted);
            return read(new JsonFields(document.RootElement));
        }
        catch (JsonException exception)
        {
            throw ApiThrow.NotJson(exception);
        }
        catch (InvalidOperationException)
        {
            // What System.Text.Json says about strings that are no text.
            throw ApiThrow.BadText();
        }
    }

    /// <summary>Refuses what says that it is too large, before any of it is read.</summary>
    public static void CheckLength(HttpRequest request)
    {
        if (request.ContentLength > MaxBytes)
        {
            throw ApiThrow.TooLarge(MaxBytes);
        }
    }
}
