using System.Text.Json;
using Chameleon.Connector;

namespace Chameleon.Web.Tests.Api;

/// <summary>What goes over the wire, field by field.</summary>
public sealed class ChatShapeTests(ApiSite site) : IClassFixture<ApiSite>
{
    private const string Chat = "chat/completions";

    private static readonly object Question = ApiSite.Say(ApiSite.Picture(ApiSite.StarUri), ApiSite.Text("What do you see in this image?"));

    [Fact]
    public async Task A_whole_answer_has_the_fields_of_the_protocol()
    {
        var answer = await site.AskAsync(Chat, new { model = ApiSite.Model, messages = new[] { Question }, temperature = 0 });

        Assert.Equal(["id", "object", "created", "model", "choices", "usage"], Names(answer));
        Assert.StartsWith("chatcmpl-", answer.GetProperty("id").GetString(), StringComparison.Ordinal);
        Assert.Equal("chat.completion", answer.GetProperty("object").GetString());
        var choice = Assert.Single(answer.GetProperty("choices").EnumerateArray());
        Assert.Equal(["index", "message", "logprobs", "finish_reason"], Names(choice));
        Assert.Equal(["role", "content", "refusal"], Names(choice.GetProperty("message")));
        Assert.Equal("stop", choice.GetProperty("finish_reason").GetString());
        var usage = answer.GetProperty("usage");
        Assert.Equal(["prompt_tokens", "completion_tokens", "total_tokens", "prompt_tokens_details", "completion_tokens_details"], Names(usage));
        Assert.Equal(site.Engine.Info.CodesPerPicture + 2, usage.GetProperty("prompt_tokens_details").GetProperty("image_tokens").GetInt32());
    }

    [Fact]
    public async Task A_stream_begins_with_the_role_ends_with_the_reason_and_says_so()
    {
        var events = await site.EventsAsync(Chat, new { messages = new[] { Question }, temperature = 0, stream = true });

        Assert.Equal("[DONE]", events[^1]);
        var pieces = events[..^1].ConvertAll(piece => JsonDocument.Parse(piece).RootElement);
        Assert.All(pieces, piece => Assert.Equal(["id", "object", "created", "model", "choices"], Names(piece)));
        Assert.Single(pieces.Select(piece => piece.GetProperty("id").GetString()).Distinct());
        Assert.All(pieces, piece => Assert.Equal("chat.completion.chunk", piece.GetProperty("object").GetString()));
        var choices = pieces.ConvertAll(piece => Assert.Single(piece.GetProperty("choices").EnumerateArray()));
        Assert.Equal("assistant", choices[0].GetProperty("delta").GetProperty("role").GetString());
        Assert.All(choices[1..], choice => Assert.False(choice.GetProperty("delta").TryGetProperty("role", out _)));
        Assert.Equal("stop", choices[^1].GetProperty("finish_reason").GetString());
        Assert.Empty(Names(choices[^1].GetProperty("delta")));
        Assert.All(choices[..^1], choice => Assert.Equal(JsonValueKind.Null, choice.GetProperty("finish_reason").ValueKind));
    }

    [Fact]
    public async Task Usage_comes_last_in_a_stream_that_asks_for_it_and_is_null_before()
    {
        var events = await site.EventsAsync(Chat, new { messages = new[] { Question }, stream = true, stream_options = new { include_usage = true } });

        var pieces = events[..^1].ConvertAll(piece => JsonDocument.Parse(piece).RootElement);
        Assert.All(pieces[..^1], piece => Assert.Equal(JsonValueKind.Null, piece.GetProperty("usage").ValueKind));
        Assert.Empty(pieces[^1].GetProperty("choices").EnumerateArray());
        Assert.True(pieces[^1].GetProperty("usage").GetProperty("completion_tokens").GetInt32() > 0);
    }

    [Fact]
    public async Task Several_answers_are_those_of_their_seeds_and_the_prompt_counts_once()
    {
        var ask = new { messages = new[] { Question }, n = 3, seed = 7, temperature = 50, max_tokens = 12 };
        var three = await site.AskAsync(Chat, ask);
        var one = await site.AskAsync(Chat, ask with { n = 1 });
        var streamed = await site.EventsAsync(Chat, new { ask.messages, ask.n, ask.seed, ask.temperature, ask.max_tokens, stream = true });

        var texts = Texts(three);
        Assert.Equal(3, texts.Distinct().Count());
        Assert.Equal(texts[0], Texts(one)[0]);
        Assert.Equal(Count(one, "prompt_tokens"), Count(three, "prompt_tokens"));
        Assert.True(Count(three, "completion_tokens") > Count(one, "completion_tokens"));
        var joined = new string[3];
        foreach (var choice in streamed[..^1].SelectMany(piece => JsonDocument.Parse(piece).RootElement.GetProperty("choices").EnumerateArray()))
        {
            joined[choice.GetProperty("index").GetInt32()] += choice.GetProperty("delta").TryGetProperty("content", out var text) ? text.GetString() : "";
        }

        Assert.Equal(texts, joined);
    }

    [Fact]
    public async Task A_drawn_picture_stands_beside_the_text_with_its_place_and_goes_back_as_it_came()
    {
        var said = new { role = "user", content = "Draw a big red star in the center, on a white background." };
        var answer = await site.AskAsync(Chat, new { messages = new object[] { said }, modalities = new[] { "image" }, seed = 5 });
        var message = answer.GetProperty("choices")[0].GetProperty("message");
        var picture = Assert.Single(message.GetProperty("images").EnumerateArray());
        Assert.Equal(["type", "index", "text_offset", "image_url"], Names(picture));
        var url = picture.GetProperty("image_url").GetProperty("url").GetString()!;
        Assert.NotNull(PictureNotes.Read(Convert.FromBase64String(url[(url.IndexOf(',', StringComparison.Ordinal) + 1)..])));

        var next = await site.AskAsync(Chat, new { messages = new object[] { said, message, new { role = "user", content = "What do you see?" } }, max_tokens = 5 });
        var details = next.GetProperty("usage").GetProperty("prompt_tokens_details");
        Assert.Equal(site.Engine.Info.CodesPerPicture + 2, details.GetProperty("image_tokens").GetInt32());
        Assert.True(details.GetProperty("cached_tokens").GetInt32() >= site.Engine.Info.CodesPerPicture, "The codes it was drawn with are read again.");
    }

    [Fact]
    public async Task A_streamed_picture_comes_whole()
    {
        var events = await site.EventsAsync(Chat, new { messages = new[] { new { role = "user", content = "Draw." } }, mode = "picture", stream = true });

        var picture = Assert.Single(events[..^1], piece => piece.Contains("\"images\"", StringComparison.Ordinal));
        Assert.Contains("data:image/png;base64,", picture, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_order_of_parts_is_the_order_that_the_model_reads()
    {
        var (star, words) = (ApiSite.Picture(ApiSite.StarUri), ApiSite.Text("What do you see?"));
        var before = await site.AskAsync(Chat, new { messages = new[] { ApiSite.Say(star, words) }, temperature = 0, prompt_cache_key = "order" });
        var after = await site.AskAsync(Chat, new { messages = new[] { ApiSite.Say(words, star) }, temperature = 0, prompt_cache_key = "order" });
        var again = await site.AskAsync(Chat, new { messages = new[] { ApiSite.Say(star, words) }, temperature = 0, prompt_cache_key = "order" });

        Assert.Equal(Texts(before), Texts(again));
        Assert.Equal(Count(before, "prompt_tokens"), Count(after, "prompt_tokens"));
        static int Cached(JsonElement answer) => answer.GetProperty("usage").GetProperty("prompt_tokens_details").GetProperty("cached_tokens").GetInt32();
        Assert.Equal(0, Cached(after));
        Assert.True(Cached(again) > 0);
    }

    [Fact]
    public async Task Stop_strings_end_an_answer_and_are_no_part_of_it()
    {
        var answer = await site.AskAsync(Chat, new { messages = new[] { Question }, temperature = 0, stop = "star" });

        Assert.Equal("I see a big red ", Texts(answer)[0]);
        Assert.Equal("stop", answer.GetProperty("choices")[0].GetProperty("finish_reason").GetString());
    }

    [Fact]
    public async Task A_limit_of_tokens_is_a_reason_to_end()
    {
        var answer = await site.AskAsync(Chat, new { messages = new[] { Question }, max_completion_tokens = 2 });

        Assert.Equal(2, Count(answer, "completion_tokens"));
        Assert.Equal("length", answer.GetProperty("choices")[0].GetProperty("finish_reason").GetString());
    }

    [Fact]
    public async Task Completions_go_on_with_a_text()
    {
        var answer = await site.AskAsync("completions", new { prompt = "I see a big red", temperature = 0, max_tokens = 4, echo = true });
        var events = await site.EventsAsync("completions", new { prompt = "I see a big red", temperature = 0, max_tokens = 4, echo = true, stream = true });

        Assert.Equal("text_completion", answer.GetProperty("object").GetString());
        var text = answer.GetProperty("choices")[0].GetProperty("text").GetString()!;
        Assert.StartsWith("I see a big red", text, StringComparison.Ordinal);
        Assert.True(text.Length > "I see a big red".Length);
        Assert.Equal(text, string.Concat(events[..^1].Select(piece => JsonDocument.Parse(piece).RootElement.GetProperty("choices")[0].GetProperty("text").GetString())));
    }

    private static string[] Names(JsonElement element) => [.. element.EnumerateObject().Select(property => property.Name)];

    private static string?[] Texts(JsonElement answer) =>
        [.. answer.GetProperty("choices").EnumerateArray().Select(choice => choice.GetProperty("message").GetProperty("content").GetString())];

    private static int Count(JsonElement answer, string name) => answer.GetProperty("usage").GetProperty(name).GetInt32();
}
