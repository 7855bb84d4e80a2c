using System.ComponentModel;
using System.Text.Json;
using Microsoft.Extensions.AI;
using static Chameleon.Connector.Tests.ChatSamples;

namespace Chameleon.Connector.Tests;

public sealed class StructuredAnswerTests(DemoHost demo) : IClassFixture<DemoHost>
{
    private ChameleonChatClient Client => new(demo.Host);

    public enum Shade
    {
        Red,
        Green,
        Blue,
    }

    [Theory]
    [InlineData(0f, 0)]
    [InlineData(0.7f, 1)]
    [InlineData(2f, 2)]
    [InlineData(50f, 3)]
    public async Task What_was_asked_for_as_a_type_deserialises_to_it(float temperature, int seed)
    {
        var options = new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema<Scene>(), Temperature = temperature, Seed = seed, MaxOutputTokens = 400 };
        var response = await Client.GetResponseAsync([User("Describe a scene.")], options);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        var scene = JsonSerializer.Deserialize<Scene>(response.Text, AIJsonUtilities.DefaultOptions)!;
        Assert.NotNull(scene.Title);
        Assert.All(scene.Shapes, shape => Assert.True(Enum.IsDefined(shape.Shade)));
    }

    [Fact]
    public async Task Streamed_it_is_the_same_document()
    {
        var options = new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema<Scene>(), Seed = 4, MaxOutputTokens = 200 };
        var whole = await Client.GetResponseAsync([User("Describe.")], options);
        Assert.Equal(whole.Text, (await Client.GetStreamingResponseAsync([User("Describe.")], options).ToChatResponseAsync()).Text);
        using var document = JsonDocument.Parse(whole.Text);
    }

    [Fact]
    public async Task Any_json_is_an_object()
    {
        var options = new ChatOptions { ResponseFormat = ChatResponseFormat.Json, Temperature = 30, Seed = 1, MaxOutputTokens = 60 };
        var response = await Client.GetResponseAsync([User("Describe.")], options);
        Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(response.Text).RootElement.ValueKind);
    }

    [Fact]
    public async Task A_document_is_longer_than_any_text_that_would_stop_it()
    {
        var options = new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema<Scene>(), StopSequences = ["\"", ":", "e"], Seed = 1, MaxOutputTokens = 200 };
        Assert.NotNull(JsonSerializer.Deserialize<Scene>((await Client.GetResponseAsync([User("Describe.")], options)).Text, AIJsonUtilities.DefaultOptions));
    }

    [Theory]
    [InlineData("""{"type":"object","properties":{"mail":{"type":"string","pattern":"@"}}}""", "#/properties/mail/pattern")]
    [InlineData("""{"type":"array","uniqueItems":true}""", "#/uniqueItems")]
    public async Task What_a_schema_says_and_cannot_be_followed_is_refused_by_name_and_place(string schema, string pointer)
    {
        var options = new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonDocument.Parse(schema).RootElement) };
        var refusal = await Assert.ThrowsAsync<NotSupportedException>(() => Client.GetResponseAsync([User("x")], options));
        Assert.Contains(pointer, refusal.Message);
    }

    [Fact]
    public async Task What_is_no_schema_is_refused()
    {
        var options = new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonDocument.Parse("""{"type":"thing"}""").RootElement) };
        await Assert.ThrowsAsync<ArgumentException>(() => Client.GetResponseAsync([User("x")], options));
    }

    [Fact]
    public void The_model_is_told_the_schema_its_name_and_what_it_is_for()
    {
        var format = ChatResponseFormat.ForJsonSchema(JsonDocument.Parse("""{ "type": "object" }""").RootElement, "scene", "what is seen");
        Assert.Equal(
            """Answer with a JSON document (scene: what is seen) that fits this schema, and nothing else: {"type":"object"}""",
            ResponseSchema.From(format)!.Instructions);
        Assert.Equal("Answer with a JSON object and nothing else.", ResponseSchema.From(ChatResponseFormat.Json)!.Instructions);
        Assert.Null(ResponseSchema.From(ChatResponseFormat.Text));
    }

    [Fact]
    public void The_same_schema_is_compiled_once()
    {
        static ResponseSchema Schema(int length) => ResponseSchema.From(
            ChatResponseFormat.ForJsonSchema(JsonDocument.Parse($$"""{"type":"string","maxLength":{{length}}}""").RootElement))!;
        Assert.Same(GrammarCache.Get(null, Schema(77)), GrammarCache.Get(null, Schema(77)));
        Assert.NotSame(GrammarCache.Get(null, Schema(77)), GrammarCache.Get(null, Schema(78)));
    }

    [Description("What is to be seen.")]
    public sealed record Scene(string Title, IReadOnlyList<Shape> Shapes, double Light, bool IsInside, DateTimeOffset? Seen, Dictionary<string, string>? Notes);

    public sealed record Shape(Shade Shade, [property: Description("From 1.")] long Size, Shape? Inner = null);
}
