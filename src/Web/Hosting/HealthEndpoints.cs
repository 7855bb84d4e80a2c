using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chameleon.Web.Hosting;

/// <summary>Tells whoever runs the program whether it lives, and whether it can answer. Asks for no key and says nothing else.</summary>
internal static partial class HealthEndpoints
{
    /// <summary>Maps them.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => Say(new Health("live"), StatusCodes.Status200OK)).AllowAnonymous();
        routes.MapGet("/health/ready", Ready).AllowAnonymous();
    }

    private static JsonHttpResult<Health> Ready(ModelLoader loader) => loader switch
    {
        { Model: not null } => Say(new Health("ready"), StatusCodes.Status200OK),
        { Problem: not null } => Say(new Health("failed"), StatusCodes.Status503ServiceUnavailable),
        _ => Say(new Health("loading") { Done = Math.Round(loader.Done, 2) }, StatusCodes.Status503ServiceUnavailable),
    };

    private static JsonHttpResult<Health> Say(Health health, int status) => TypedResults.Json(health, HealthJson.Default.Health, statusCode: status);

    /// <summary>How it is.</summary>
    /// <param name="Status">In a word.</param>
    internal sealed record Health(string Status)
    {
        /// <summary>How much of the model is loaded, 0 to 1; null when it does not load.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public double? Done { get; init; }
    }

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
    [JsonSerializable(typeof(Health))]
    private sealed partial class HealthJson : JsonSerializerContext;
}
