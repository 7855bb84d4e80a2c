using Chameleon.Web.Access;
using Chameleon.Web.Data;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chameleon.Web.Gallery;

/// <summary>What of the gallery goes out by HTTP.</summary>
internal static class GalleryEndpoints
{
    private const string Folder = "/gallery/download/";

    /// <summary>Where the pictures of a ticket are fetched.</summary>
    public static string AddressOf(string ticket) => Folder + ticket;

    /// <summary>Maps them.</summary>
    public static void MapGallery(this IEndpointRouteBuilder routes) => routes.MapGet(Folder + "{ticket}", Download);

    private static Results<PushStreamHttpResult, NotFound> Download(string ticket, HttpContext context, DownloadTickets tickets, DataStore store)
    {
        var user = context.User.Id();
        if (tickets.Find(user, ticket) is not { } pictures)
        {
            return TypedResults.NotFound();
        }

        // Piece by piece: neither side ever holds the whole.
        return TypedResults.Stream(
            body => store.Exchange.WritePicturesAsync(user, pictures, body), "application/zip", "chameleon-pictures.zip");
    }
}
