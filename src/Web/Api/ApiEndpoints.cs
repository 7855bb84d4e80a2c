using Chameleon.Web.Telemetry;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Chameleon.Web.Api;

/// <summary>The addresses of the API.</summary>
internal static class ApiEndpoints
{
    private const string Root = "/v1";
    private const string Metrics = "/metrics";
    private const string Document = "/openapi";

    /// <summary>Whether an address is the API's: answered in its shape, and to its keys.</summary>
    public static bool Owns(PathString path) => path.StartsWithSegments(Root) || path.StartsWithSegments(Metrics) || path.StartsWithSegments(Document);

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
        routes.MapGet(Metrics, (MetricsCollector metrics) => TypedResults.Text(metrics.Write(), MetricsCollector.MediaType));
        routes.MapGet($"{Document}/v1.json", () => TypedResults.Stream(ApiDocument.Open(), "application/json"));
    }

    /// <summary>Who sends a request.</summary>
    public static ApiCaller Caller(this HttpContext context) => context.Features.Get<ApiCaller>()!;

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
