using System.Globalization;
using Chameleon.Engine.Imaging;
using Chameleon.Web.Access;
using Chameleon.Web.Answers;
using Chameleon.Web.Data;
using Chameleon.Web.Gallery;
using Chameleon.Web.Resources;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using PictureStore = Chameleon.Web.Data.PictureStore;

namespace Chameleon.Web.Pictures;

/// <summary>Pictures come in and go out by HTTP.</summary>
internal static class PictureEndpoints
{
    private const string ForEver = "private, max-age=31536000, immutable";

    /// <summary>Maps them.</summary>
    public static void MapPictures(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/pictures", TakeAsync)
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(PictureIntake.MaxBytes))
            .DisableAntiforgery();
        routes.MapGet("/pictures/{hash}", GetAsync);
        routes.MapGet("/pictures/{hash}/thumbnail", GetThumbnailAsync);
        routes.MapGet("/previews/{answer:long}/{picture:int}", GetPreview);
        routes.MapGet("/examples/{name}", GetExample);
    }

    private static async Task<IResult> TakeAsync(
        HttpContext context, PictureIntake intake, GalleryFeed feed, IAntiforgery antiforgery, bool gallery = false)
    {
        // The file is the body, not a form: the token comes as a header, and is asked for here.
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return TypedResults.BadRequest(new PictureProblem(Words.UploadRefused));
        }

        if (context.Request.ContentLength is not (> 0 and <= PictureIntake.MaxBytes and var length))
        {
            return TypedResults.BadRequest(new PictureProblem(string.Format(null, Words.PictureSize, PictureIntake.MaxBytes >> 20)));
        }

        var file = new byte[length];
        try
        {
            await context.Request.Body.ReadExactlyAsync(file, context.RequestAborted);
            var picture = await intake.TakeAsync(context.User.Id(), file, gallery ? PictureOrigin.Uploaded : PictureOrigin.Attached, context.RequestAborted);
            if (gallery)
            {
                feed.Tell(context.User.Id());
            }

            return TypedResults.Ok(new TakenPicture(picture.Hash.ToString(), picture.Width, picture.Height));
        }
        catch (ImageFormatException exception)
        {
            return TypedResults.UnprocessableEntity(new PictureProblem(exception.Message));
        }
        catch (EndOfStreamException)
        {
            return TypedResults.BadRequest(new PictureProblem(Words.UploadCut));
        }
    }

    private static async Task<Results<PhysicalFileHttpResult, NotFound>> GetAsync(
        string hash, HttpContext context, PictureStore store, CancellationToken cancellationToken)
    {
        if (!PictureHash.TryParse(hash, out var name) || await store.FindFileAsync(context.User.Id(), name, cancellationToken) is not { } file)
        {
            return TypedResults.NotFound();
        }

        context.Response.Headers.CacheControl = ForEver;
        context.Response.Headers.ContentDisposition = $"inline; filename=\"chameleon-{hash[..12]}.{file.MediaType["image/".Length..]}\"";
        return TypedResults.PhysicalFile(file.Path, file.MediaType);
    }

    private static async Task<Results<PhysicalFileHttpResult, NotFound>> GetThumbnailAsync(
        string hash, string? size, HttpContext context, PictureThumbnails thumbnails, CancellationToken cancellationToken)
    {
        if (!PictureHash.TryParse(hash, out var name) || !int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var side)
            || !PictureThumbnails.Sizes.Contains(side) || await thumbnails.FindAsync(context.User.Id(), name, side, cancellationToken) is not { } file)
        {
            return TypedResults.NotFound();
        }

        context.Response.Headers.CacheControl = ForEver;
        return TypedResults.PhysicalFile(file.Path, file.MediaType);
    }

    private static Results<FileContentHttpResult, NotFound> GetPreview(long answer, int picture, HttpContext context, AnswerDesk desk)
    {
        if (desk.Find(context.User.Id(), new MessageId(answer))?.Preview(picture) is not { } png)
        {
            return TypedResults.NotFound();
        }

        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.File(png, "image/png");
    }

    private static Results<FileContentHttpResult, NotFound> GetExample(string name) =>
        ExamplePictures.Find(name) is { } file ? TypedResults.File(file, "image/png") : TypedResults.NotFound();

    private sealed record TakenPicture(string Hash, int Width, int Height);

    private sealed record PictureProblem(string Problem);
}
