using Chameleon.Web.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Chameleon.Web.Api;

/// <summary>The addresses of the API.</summary>
internal static class ApiEndpoints
{
    private const string Root = "/v1";

    /// <summary>Whether an address is the API's.</summary>
    public static bool Owns(PathString path) => path.StartsWithSegments(Root);

    /// <summary>Maps them.</summary>
    public static void MapApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup(Root).WithMetadata(new RequestSizeLimitAttribute(ApiBody.MaxBytes)).DisableAntiforgery();
        api.Take("/chat/completions", ChatEndpoint.AnswerAsync);
        api.Take("/completions", CompletionEndpoint.AnswerAsync);
        api.Take("/images/generations", ImageEndpoints.GenerateAsync);
        api.Take("/images/edits", ImageEndpoints.EditAsync);
        api.Take("/embeddings", Task (HttpContext _) => throw ApiThrow.NotOffered("Embeddings"));
        api.MapGet("/models", (ApiModel model) => TypedResults.Json(new ModelList("list", [model.Card]), ApiJson.Default.ModelList));
        api.MapGet("/models/{id}", GetModel);
    }

    /// <summary>Who sends a request.</summary>
    public static ApiCaller Caller(this HttpContext context) => new(context.Connection.RemoteIpAddress?.ToString() ?? "", context.User.Id());

    private static void Take(this RouteGroupBuilder api, string path, Delegate answer)
    {
        api.MapPost(path, answer);

        // The pages' own addresses would make nothing of it.
        api.Map(path, (HttpContext context) =>
        {
            context.Response.Headers.Allow = HttpMethods.Post;
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        });
    }

    private static JsonHttpResult<ModelCard> GetModel(string id, ApiModel model) => id == model.Id
        ? TypedResults.Json(model.Card, ApiJson.Default.ModelCard)
        : throw ApiThrow.NoModel(id, model.Id);
}
