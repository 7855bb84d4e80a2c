using System.Text.Json;
using System.Text.Json.Nodes;
using Chameleon.Web.Api;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Chameleon.Web.Tests.Api;

/// <summary>The description says what there is, and nothing else.</summary>
public sealed class ApiDocumentTests(ApiSite site) : IClassFixture<ApiSite>
{
    private static readonly JsonElement Document = JsonDocument.Parse(ApiDocument.Open()).RootElement;

    public static TheoryData<string, string, string> Fields()
    {
        var fields = new TheoryData<string, string, string>();
        foreach (var (path, schema, needed) in new[]
        {
            ("chat/completions", "ChatRequest", """{"messages":[{"role":"user","content":"Hi"}],"max_tokens":1}"""),
            ("completions", "CompletionRequest", """{"prompt":"Hi","max_tokens":1}"""),
            ("images/generations", "ImageRequest", """{"prompt":"Hi"}"""),
        })
        {
            foreach (var property in Document.GetProperty("components").GetProperty("schemas").GetProperty(schema).GetProperty("properties").EnumerateObject())
            {
                fields.Add(path, property.Name, needed);
            }
        }

        return fields;
    }

    [Fact]
    public async Task It_is_served()
    {
        using var response = await site.Http.GetAsync(new Uri(site.Address, "/openapi/v1.json"));
        var served = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;

        Assert.Equal("3.1.0", served.GetProperty("openapi").GetString());
    }

    [Fact]
    public void Every_address_is_in_it_and_every_address_in_it_is_there()
    {
        var mapped = site.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []).Select(method => $"{method} /{endpoint.RoutePattern.RawText!.TrimStart('/')}"))
            .Where(route => route.Contains(" /v1/", StringComparison.Ordinal) || route.Contains(" /health/", StringComparison.Ordinal) || route.EndsWith(" /metrics", StringComparison.Ordinal));
        var described = Document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(method => $"{method.Name.ToUpperInvariant()} {path.Name}"));

        Assert.Equal(described.Order(), mapped.Order());
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public async Task Every_field_in_it_is_known(string path, string field, string needed)
    {
        var body = JsonNode.Parse(needed)!.AsObject();
        body[field] = new JsonObject { ["no"] = "such thing" };
        using var response = await site.PostTextAsync(path, body.ToJsonString());
        if (!response.IsSuccessStatusCode)
        {
            var error = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("error");
            Assert.NotEqual("unknown_parameter", error.GetProperty("code").GetString());
        }
    }

    [Fact]
    public void Every_reference_leads_somewhere()
    {
        foreach (var reference in References(Document))
        {
            var target = Document;
            foreach (var name in reference["#/".Length..].Split('/'))
            {
                Assert.True(target.TryGetProperty(name, out target), reference);
            }
        }
    }

    private static IEnumerable<string> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => property.Name == "$ref" ? [property.Value.GetString()!] : References(property.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        _ => [],
    };
}
