using System.Text.Json.Nodes;
using Chameleon.Connector.Remote;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector.Tests.Remote;

public sealed class RemoteImageGeneratorTests
{
    private static readonly byte[] Star = File.ReadAllBytes(Path.Combine(Golden.RepositoryRoot, "samples", "red-star.png"));
    private static readonly string Answer = $$$"""{"created":1,"data":[{"b64_json":"{{{Convert.ToBase64String(Star)}}}"},{"url":"https://pictures.example/2.png"}],"usage":{"input_tokens":5,"output_tokens":1024,"total_tokens":1029}}""";

    [Fact]
    public async Task A_prompt_goes_to_the_generations_and_pictures_come_back()
    {
        await using var server = await WireServer.StartAsync(context => WireServer.JsonAsync(context, Answer));
        using var generator = new ChameleonRemoteImageGenerator(server.Endpoint, "painter", "sk-1");

        var response = await generator.GenerateAsync(
            new ImageGenerationRequest("a red star"),
            new ImageGenerationOptions { Count = 2, ImageSize = new System.Drawing.Size(512, 256), MediaType = "image/png", AdditionalProperties = new() { ["guidance_text"] = 3.0 } });

        Assert.Equal(
            """{"prompt":"a red star","model":"painter","n":2,"size":"512x256","output_format":"png","guidance_text":3,"response_format":"b64_json"}""",
            server.Body);
        Assert.Equal("/v1/images/generations", server.Requests[0].Path);
        Assert.Equal(Star, Assert.IsType<DataContent>(response.Contents[0]).Data.ToArray());
        Assert.Equal("https://pictures.example/2.png", Assert.IsType<UriContent>(response.Contents[1]).Uri.ToString());
        Assert.Equal((5, 1024, 1029), (response.Usage!.InputTokenCount, response.Usage.OutputTokenCount, response.Usage.TotalTokenCount));
    }

    [Theory]
    [InlineData(ImageGenerationResponseFormat.Data, "b64_json")]
    [InlineData(ImageGenerationResponseFormat.Uri, "url")]
    [InlineData(ImageGenerationResponseFormat.Hosted, null)]
    public async Task The_form_of_the_answer_is_asked_for(ImageGenerationResponseFormat format, string? expected)
    {
        await using var server = await WireServer.StartAsync(context => WireServer.JsonAsync(context, Answer));
        using var generator = new ChameleonRemoteImageGenerator(server.Endpoint, "painter");

        await generator.GenerateAsync(new ImageGenerationRequest("x"), new ImageGenerationOptions { ResponseFormat = format });

        Assert.Equal(expected, (string?)JsonNode.Parse(server.Body)!["response_format"]);
    }

    [Fact]
    public async Task Raw_options_go_first_and_bad_ones_are_refused()
    {
        await using var server = await WireServer.StartAsync(context => WireServer.JsonAsync(context, Answer));
        using var generator = new ChameleonRemoteImageGenerator(server.Endpoint, "painter");

        await generator.GenerateAsync(new("x"), new ImageGenerationOptions { Count = 2, RawRepresentationFactory = _ => new JsonObject { ["n"] = 3, ["quality"] = "high" } });

        Assert.Equal("""{"n":3,"quality":"high","prompt":"x","model":"painter","response_format":"b64_json"}""", server.Body);
        await Assert.ThrowsAsync<ArgumentException>(() => generator.GenerateAsync(new("x"), new ImageGenerationOptions { RawRepresentationFactory = _ => "no" }));
        await Assert.ThrowsAsync<ArgumentException>(() => generator.GenerateAsync(new("x"), new ImageGenerationOptions { AdditionalProperties = new() { ["prompt"] = "y" } }));
        await Assert.ThrowsAsync<ArgumentException>(() => generator.GenerateAsync(new(" ")));
        await Assert.ThrowsAsync<NotSupportedException>(() => generator.GenerateAsync(new("x", [new DataContent(Star, "image/png")])));
        await Assert.ThrowsAsync<ArgumentNullException>(() => generator.GenerateAsync(null!));
    }

    [Theory]
    [InlineData("""{"created":1}""")]
    [InlineData("""{"data":[{"b64_json":"!!"}]}""")]
    [InlineData("""{"data":[{"b64_json":"PGh0bWw+"}]}""")]
    public async Task An_answer_without_pictures_is_malformed(string answer)
    {
        await using var server = await WireServer.StartAsync(context => WireServer.JsonAsync(context, answer));
        using var generator = new ChameleonRemoteImageGenerator(server.Endpoint, "painter");

        var failure = await Assert.ThrowsAsync<ChameleonRemoteException>(() => generator.GenerateAsync(new("x")));

        Assert.Equal(ChameleonRemoteFailure.Malformed, failure.Failure);
    }

    [Fact]
    public void Services_are_the_generator_and_its_metadata()
    {
        using var generator = new ChameleonRemoteImageGenerator(new Uri("https://models.example/v1?key=secret"), "painter");

        var metadata = generator.GetService<ImageGeneratorMetadata>()!;
        Assert.Equal(("openai", "https://models.example/v1", "painter"), (metadata.ProviderName, metadata.ProviderUri!.ToString(), metadata.DefaultModelId));
        Assert.Same(generator, generator.GetService<IImageGenerator>());
        Assert.Null(generator.GetService<IImageGenerator>("key"));
    }
}
