using Chameleon.Web.Access;
using Chameleon.Web.Components;
using Chameleon.Web.Data;
using Chameleon.Web.Data.Exchange;
using Chameleon.Web.Gallery;
using Chameleon.Web.Resources;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chameleon.Web.Conversations;

/// <summary>Conversations go out as files, and come in again.</summary>
internal static class ExchangeEndpoints
{
    private const int TitleLength = 60;

    /// <summary>Where a conversation is fetched as a file.</summary>
    public static string AddressOf(ConversationId conversation, ExchangeFormat format) => $"/conversations/{conversation}/{format.ToString().ToLowerInvariant()}";

    /// <summary>Maps them.</summary>
    public static void MapExchange(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/conversations/{conversation:long}/{format}", ExportAsync);
        routes.MapPost("/conversations", ImportAsync).DisableAntiforgery();
    }

    private static async Task<Results<PushStreamHttpResult, NotFound>> ExportAsync(
        long conversation, string format, HttpContext context, DataStore store, CancellationToken cancellationToken)
    {
        var (user, id) = (context.User.Id(), new ConversationId(conversation));
        if (Parse(format) is not { } known || await store.Chats.FindAsync(user, id, cancellationToken) is not { } found)
        {
            return TypedResults.NotFound();
        }

        var (mediaType, extension) = known switch
        {
            ExchangeFormat.Markdown => ("text/markdown; charset=utf-8", "md"),
            ExchangeFormat.Json => ("application/json", "json"),
            _ => ("application/zip", "zip"),
        };
        return TypedResults.Stream(body => WriteAsync(store.Exchange, known, user, id, body), mediaType, $"{FileName(found.Title)}.{extension}");
    }

    private static Task WriteAsync(ConversationExchange exchange, ExchangeFormat format, UserId user, ConversationId conversation, Stream body) => format switch
    {
        ExchangeFormat.Markdown => exchange.WriteMarkdownAsync(user, conversation, body),
        ExchangeFormat.Json => exchange.WriteJsonAsync(user, conversation, body),
        _ => exchange.WriteZipAsync(user, conversation, body),
    };

    private static async Task<IResult> ImportAsync(
        HttpContext context, DataStore store, ConversationFeed feed, GalleryFeed gallery, IAntiforgery antiforgery, CancellationToken cancellationToken)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return TypedResults.BadRequest(new ExchangeProblem(Words.UploadRefused));
        }

        // The store counts the bytes itself, and says the limit in its sentence.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = ImportLimits.File + 1;
        }

        var user = context.User.Id();
        try
        {
            var conversation = await store.Exchange.ReadAsync(user, context.Request.Body, cancellationToken);
            feed.Tell(conversation.Id);
            gallery.Tell(user);
            return TypedResults.Ok(new ImportedConversation(ConversationAddress.Of(conversation.Id)));
        }
        catch (InvalidDataException exception)
        {
            return TypedResults.UnprocessableEntity(new ExchangeProblem(exception.Message));
        }
        catch (DataStoreException exception)
        {
            return TypedResults.Json(new ExchangeProblem(exception.Message), statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    // By name alone: Enum.Parse would take numbers as well.
    private static ExchangeFormat? Parse(string name) => name switch
    {
        "markdown" => ExchangeFormat.Markdown,
        "json" => ExchangeFormat.Json,
        "zip" => ExchangeFormat.Zip,
        _ => null,
    };

    /// <summary>The title as far as every file system takes it: nothing that is a path, a device or written backwards.</summary>
    private static string FileName(string title)
    {
        var words = string.Concat(title.Take(TitleLength).Select(c => char.IsLetterOrDigit(c) ? c : ' ')).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return string.Join('-', words.Prepend("chameleon"));
    }

    private sealed record ImportedConversation(string Address);

    private sealed record ExchangeProblem(string Problem);
}
