namespace Chameleon.Web.Api;

/// <summary>The description of the API that other programs read.</summary>
internal static class ApiDocument
{
    /// <summary>The description, as OpenAPI 3.1.</summary>
    public static Stream Open() => typeof(ApiDocument).Assembly.GetManifestResourceStream("openapi/v1.json")!;
}
