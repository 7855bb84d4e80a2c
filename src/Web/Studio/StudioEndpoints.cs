using Chameleon.Web.Access;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chameleon.Web.Studio;

/// <summary>The studio's pictures go out by HTTP.</summary>
internal static class StudioEndpoints
{
    /// <summary>Maps them.</summary>
    public static void MapStudio(this IEndpointRouteBuilder routes) => routes.MapGet("/studio/pictures/{id:guid}", Get);

    private static Results<FileContentHttpResult, NotFound> Get(Guid id, HttpContext context, StudioPictures pictures)
    {
        if (pictures.Find(context.User.Id(), id) is not { } png)
        {
            return TypedResults.NotFound();
        }

        context.Response.Headers.CacheControl = "private, max-age=3600";
        return TypedResults.File(png, "image/png");
    }
}
