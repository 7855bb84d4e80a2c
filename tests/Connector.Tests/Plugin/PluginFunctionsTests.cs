using System.Text.Json;
using System.Text.Json.Nodes;
using Chameleon.Connector.Remote;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector.Tests.Plugin;

/// <summary>The plugin as a model sees it: schemas, and what becomes of hostile arguments. Nothing here reaches a model.</summary>
public sealed class PluginFunctionsTests : IDisposable
{
    private readonly ChameleonEngineHost host = new(new ChameleonEngineHostOptions { ModelDirectory = "/nowhere" });
    private readonly ChameleonChatClient eyes;
    private readonly ChameleonImageGenerator brush;
    private readonly ChameleonPlugin plugin;

    public PluginFunctionsTests()
    {
        (eyes, brush) = (new ChameleonChatClient(host), new ChameleonImageGenerator(host));
        plugin = new ChameleonPlugin(eyes, brush);
    }

    [Fact]
    public void The_functions_have_the_names_that_agents_are_told() =>
        Assert.Equal(["describe_picture", "ask_about_picture", "compare_pictures", "draw_picture"], plugin.Functions.Select(function => function.Name));

    [Fact]
    public void Every_function_and_every_argument_says_what_it_is()
    {
        foreach (var function in plugin.Functions)
        {
            Assert.True(function.Description.Length > 20, function.Name);
            foreach (var argument in function.JsonSchema.GetProperty("properties").EnumerateObject())
            {
                Assert.True(argument.Value.GetProperty("description").GetString()!.Length > 10, $"{function.Name}.{argument.Name}");
            }
        }
    }

    [Theory]
    [InlineData("describe_picture", "picture", "picture")]
    [InlineData("ask_about_picture", "picture question", "picture question")]
    [InlineData("compare_pictures", "pictures question", "pictures")]
    [InlineData("draw_picture", "prompt avoid originals count seed", "prompt")]
    public void Schemas_list_the_arguments_and_which_are_required(string name, string arguments, string required)
    {
        var schema = Function(name).JsonSchema;
        Assert.Equal(arguments.Split(' '), schema.GetProperty("properties").EnumerateObject().Select(property => property.Name));
        Assert.Equal(required.Split(' '), schema.GetProperty("required").EnumerateArray().Select(entry => entry.GetString()));
    }

    [Fact]
    public void Schemas_tell_the_limits()
    {
        var draw = Function("draw_picture").JsonSchema.GetProperty("properties");
        Assert.Equal(ChameleonPlugin.MaxPromptLength, draw.GetProperty("prompt").GetProperty("maxLength").GetInt32());
        Assert.Equal(ChameleonPlugin.MaxDrawings, draw.GetProperty("count").GetProperty("maximum").GetInt32());
        var pictures = Function("compare_pictures").JsonSchema.GetProperty("properties").GetProperty("pictures");
        Assert.Equal((2, ChameleonPlugin.MaxPictures), (pictures.GetProperty("minItems").GetInt32(), pictures.GetProperty("maxItems").GetInt32()));
        Assert.Equal("string", pictures.GetProperty("items").GetProperty("type").GetString());
    }

    public static TheoryData<string, string, string> Hostile => new()
    {
        { "describe_picture", "{}", "'picture' is missing" },
        { "describe_picture", """{"picture":null}""", "'picture' is missing" },
        { "describe_picture", """{"picture":5}""", "'picture' is a number; it takes a string" },
        { "describe_picture", """{"picture":{"a":1}}""", "'picture' is an object; it takes a string" },
        { "describe_picture", """{"picture":["x"]}""", "'picture' is a list; it takes a string" },
        { "describe_picture", """{"picture":""}""", "base64 text is empty" },
        { "describe_picture", """{"picture":"%%%"}""", "not base64" },
        { "describe_picture", """{"picture":"data:image/png,abc"}""", "not marked as base64" },
        { "describe_picture", """{"picture":"chameleon://pictures/000000000000"}""", "no picture 'chameleon://pictures/000000000000'" },
        { "describe_picture", """{"picture":"chameleon://pictures/../../etc/passwd"}""", "no picture" },
        { "describe_picture", """{"picture":"file:///etc/passwd"}""", "This is not a picture" },
        { "describe_picture", """{"picture":"C:\\secret.png"}""", "This is not a picture" },
        { "describe_picture", """{"picture":"http://169.254.169.254/latest"}""", "not fetched from the web here" },
        { "ask_about_picture", """{"picture":"AAAA"}""", "'question' is missing" },
        { "ask_about_picture", """{"picture":"AAAA","question":""}""", "'question' is blank" },
        { "ask_about_picture", """{"picture":"AAAA","question":"  "}""", "'question' is blank" },
        { "ask_about_picture", """{"picture":"AAAA","question":true}""", "'question' is true or false; it takes a string" },
        { "compare_pictures", """{"pictures":"AAAA"}""", "'pictures' is a string; it takes a list of strings" },
        { "compare_pictures", """{"pictures":["AAAA"]}""", "'pictures' has 1 entries; it takes 2 to 8" },
        { "compare_pictures", """{"pictures":["AAAA",7]}""", "'pictures' is a list that holds a number; it takes a list of strings" },
        { "compare_pictures", """{"pictures":["AAAA",null]}""", "a list that holds null" },
        { "draw_picture", """{"prompt":""}""", "'prompt' is blank" },
        { "draw_picture", """{"prompt":"cat","count":0}""", "'count' is 0; it takes 1 to 4" },
        { "draw_picture", """{"prompt":"cat","count":1e9}""", "'count' is 1000000000; it takes 1 to 4" },
        { "draw_picture", """{"prompt":"cat","count":-99999999999}""", "'count' is -2147483648; it takes 1 to 4" },
        { "draw_picture", """{"prompt":"cat","count":1.5}""", "'count' is a number; it takes a whole number" },
        { "draw_picture", """{"prompt":"cat","count":1e999}""", "'count' is a number; it takes a whole number" },
        { "draw_picture", """{"prompt":"cat","count":"many"}""", "'count' is a string; it takes a whole number" },
        { "draw_picture", """{"prompt":"cat","seed":99999999999999999999}""", "'seed' is a number; it takes a whole number" },
        { "draw_picture", """{"prompt":"cat","originals":["https://example.org/cat.png"]}""", "not fetched from the web here" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task Case26_hostile_arguments_are_answered_with_one_sentence(string name, string arguments, string sentence)
    {
        var error = await RefusedAsync(name, JsonSerializer.Deserialize<Dictionary<string, object?>>(arguments)!);
        Assert.Contains(sentence, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Case37_a_prompt_of_a_hundred_thousand_characters_is_refused_with_its_length() => Assert.Equal(
        "The argument 'prompt' has 100000 characters; it takes 1 to 4000.",
        await RefusedAsync("draw_picture", new() { ["prompt"] = new string('x', 100_000) }));

    [Fact]
    public async Task Everything_that_has_a_length_has_a_limit()
    {
        var tooLong = new string('x', 4001);
        Assert.Contains("4001", await RefusedAsync("ask_about_picture", new() { ["picture"] = "AAAA", ["question"] = tooLong }), StringComparison.Ordinal);
        Assert.Contains("4001", await RefusedAsync("compare_pictures", new() { ["pictures"] = new[] { "AAAA", "AAAA" }, ["question"] = tooLong }), StringComparison.Ordinal);
        Assert.Contains("4001", await RefusedAsync("draw_picture", new() { ["prompt"] = "cat", ["avoid"] = tooLong }), StringComparison.Ordinal);
        Assert.Contains("9 entries", await RefusedAsync("draw_picture", new() { ["prompt"] = "cat", ["originals"] = Enumerable.Repeat("AAAA", 9) }), StringComparison.Ordinal);
        Assert.Contains("9 entries", await RefusedAsync("compare_pictures", new() { ["pictures"] = Enumerable.Repeat("AAAA", 9) }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_client_calls_an_argument_error_is_one_sentence_for_the_model()
    {
        var odd = new ChameleonPlugin(eyes, options: new ChameleonPluginOptions { Answering = new ChatOptions { Temperature = -1 } });
        var refusal = Assert.IsType<PluginRefusal>(await odd.Functions[0].InvokeAsync(new() { ["picture"] = "AAAA" }));
        Assert.Equal("Temperature is -1; it must be from 0 to 100.", refusal.Error);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_told_without_its_name()
    {
        using var gone = new ChameleonRemoteChatClient(new Uri("http://127.0.0.1:9/v1"), "m", options: new ChameleonRemoteOptions { MaxRetries = 0 });
        var refusal = Assert.IsType<PluginRefusal>(await new ChameleonPlugin(gone).Functions[0].InvokeAsync(new() { ["picture"] = "AAAA" }));
        Assert.Equal("The server of the model did not answer; try again later.", refusal.Error);
    }

    [Fact]
    public async Task Case26_forty_megabytes_of_base64_are_refused_by_their_limit() => Assert.Contains(
        "more than 33554432 bytes", await RefusedAsync("describe_picture", new() { ["picture"] = new string('A', 60_000_000) }), StringComparison.Ordinal);

    [Fact]
    public async Task A_reference_of_a_million_characters_is_not_repeated() => Assert.True(
        (await RefusedAsync("describe_picture", new() { ["picture"] = PictureStore.UriPrefix + new string('x', 1_000_000) })).Length < 300);

    [Fact]
    public async Task Arguments_of_a_program_come_in_its_own_types()
    {
        Assert.Contains("2 to 8", await RefusedAsync("compare_pictures", new() { ["pictures"] = new List<string> { "AAAA" } }), StringComparison.Ordinal);
        Assert.Contains("1 to 4", await RefusedAsync("draw_picture", new() { ["prompt"] = "cat", ["count"] = (short)9 }), StringComparison.Ordinal);
        Assert.Contains("1 to 4", await RefusedAsync("draw_picture", new() { ["prompt"] = JsonValue.Create("cat"), ["count"] = "9" }), StringComparison.Ordinal);
        Assert.Contains("whole number", await RefusedAsync("draw_picture", new() { ["prompt"] = "cat", ["count"] = ulong.MaxValue }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_refusal_is_thrown_at_the_program_and_not_told_to_the_model() =>
        await Assert.ThrowsAnyAsync<IOException>(async () => await Function("describe_picture").InvokeAsync(new() { ["picture"] = "AAAA" }));

    [Fact]
    public async Task Without_a_brush_drawing_is_refused_and_looking_is_not()
    {
        var blind = new ChameleonPlugin(eyes);
        var refusal = Assert.IsType<PluginRefusal>(await blind.Functions[3].InvokeAsync(new() { ["prompt"] = "a cat" }));
        Assert.Contains("No model that draws", refusal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refusal_and_a_drawing_read_well_as_JSON()
    {
        Assert.Equal("""{"error":"No."}""", JsonSerializer.Serialize(new PluginRefusal("No.")));
        Assert.Equal(
            """{"pictures":[{"picture":"chameleon://pictures/1","media_type":"image/png","seed":5}]}""",
            JsonSerializer.Serialize(new DrawnPictures([new DrawnPicture("chameleon://pictures/1", "image/png", 5)])));
    }

    public void Dispose()
    {
        ((IDisposable)eyes).Dispose();
        brush.Dispose();
        host.Dispose();
    }

    private AIFunction Function(string name) => plugin.Functions.Single(function => function.Name == name);

    private async Task<string> RefusedAsync(string name, Dictionary<string, object?> arguments)
    {
        var refusal = Assert.IsType<PluginRefusal>(await Function(name).InvokeAsync(new AIFunctionArguments(arguments)));
        Assert.EndsWith(".", refusal.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", refusal.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Parameter", refusal.Error, StringComparison.Ordinal);
        return refusal.Error;
    }
}
