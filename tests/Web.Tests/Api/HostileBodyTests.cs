using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Chameleon.Web.Tests.Api;

/// <summary>Whatever is sent, the answer is an answer or says what is wrong with the request; never that the program is at fault.</summary>
public sealed class HostileBodyTests(ApiSite site) : IClassFixture<ApiSite>
{
    private const int Tries = 250;

    private static readonly (string Path, string Body)[] Whole =
    [
        ("chat/completions",
            """
            {"model":"chameleon-tiny","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":[{"type":"text","text":"Hi"},
            {"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="}}]},
            {"role":"assistant","content":"Yes","images":[],"tool_calls":[{"id":"1","type":"function","function":{"name":"f","arguments":"{}"}}]},
            {"role":"tool","tool_call_id":"1","content":"42"}],"max_tokens":2,"temperature":1,"top_p":0.9,"top_k":5,"n":1,"stream":false,"stop":["x"],"seed":1,
            "logit_bias":{"9000":1},"tools":[{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object","properties":{"a":{"type":"integer"}}}}}],
            "tool_choice":"none","response_format":{"type":"text"},"frequency_penalty":0.5,"presence_penalty":0.5,"user":"me","mode":"text"}
            """),
        ("completions", """{"prompt":"Hi","max_tokens":2,"temperature":1,"n":1,"echo":true,"stop":"x","seed":1,"logit_bias":{"9000":1},"stream":false}"""),
        ("images/generations", """{"prompt":"","n":1,"size":"8x8","output_format":"png","response_format":"b64_json","stream":false,"partial_images":1,"seed":1,"guidance_text":1}"""),
    ];

    private static readonly Func<Random, JsonNode?>[] Values =
    [
        _ => null, _ => true, _ => -1, _ => 0, _ => 1e308, _ => long.MaxValue, _ => double.Epsilon, _ => "", _ => "\0\u202e\ud83d\ude00",
        random => new string((char)random.Next(1, 0xD7FF), random.Next(1, 5000)), _ => new JsonArray(), _ => new JsonObject(),
        _ => new JsonArray(new JsonArray(), null, 1, "x"), _ => new JsonObject { [""] = new JsonObject { ["$ref"] = "#" } },
    ];

    [Fact]
    public async Task Requests_with_fields_replaced_removed_and_moved_are_answered_or_refused()
    {
        var random = new Random(2026);
        for (var i = 0; i < Tries; i++)
        {
            var (path, body) = Whole[random.Next(Whole.Length)];
            var root = JsonNode.Parse(body)!;
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                Change(root, random);
            }

            await CheckAsync(path, root.ToJsonString());
        }
    }

    [Fact]
    public async Task Requests_with_bytes_replaced_and_cut_are_answered_or_refused()
    {
        var random = new Random(1234);
        for (var i = 0; i < Tries; i++)
        {
            var (path, body) = Whole[random.Next(Whole.Length)];
            var text = body.ToCharArray();
            for (var change = random.Next(1, 6); change > 0; change--)
            {
                text[random.Next(text.Length)] = (char)random.Next(1, 256);
            }

            await CheckAsync(path, new string(text, 0, random.Next(8) == 0 ? random.Next(text.Length) : text.Length));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("multipart/form-data")]
    [InlineData("multipart/form-data; boundary=")]
    [InlineData("multipart/form-data; boundary=b")]
    public async Task Forms_that_are_none_are_refused(string type)
    {
        foreach (var body in new[] { "", "x", "--b", "--b\r\n\r\nx\r\n--b--\r\n", "--b\r\nContent-Disposition: form-data; name=\"image\"\r\n\r\nx\r\n--b--\r\n", "--b\r\nContent-Disposition: form-data; name=\"image\"; filename=\"x\"\r\n\r\nx\r\n--b--\r\n" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"{site.Address}/images/edits") { Content = new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(body)) };
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
            using var response = await site.Http.SendAsync(request);
            await CheckAsync(response, body);
            Assert.InRange((int)response.StatusCode, 400, 499);
        }
    }

    private async Task CheckAsync(string path, string body)
    {
        using var response = await site.PostTextAsync(path, body);
        await CheckAsync(response, body);
    }

    private static async Task CheckAsync(HttpResponseMessage response, string body)
    {
        var answer = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode is HttpStatusCode.OK or (>= (HttpStatusCode)400 and < (HttpStatusCode)500), $"{response.StatusCode} to {body}: {answer}");
        if (response.StatusCode != HttpStatusCode.OK)
        {
            Assert.NotEmpty(JsonDocument.Parse(answer).RootElement.GetProperty("error").GetProperty("message").GetString()!);
        }
    }

    private static void Change(JsonNode root, Random random)
    {
        List<JsonNode> places = [.. Containers(root)];
        var place = places[random.Next(places.Count)];
        var value = Values[random.Next(Values.Length)](random);
        switch (place)
        {
            case JsonObject { Count: > 0 } fields:
                var name = fields.ElementAt(random.Next(fields.Count)).Key;
                if (random.Next(4) == 0)
                {
                    fields.Remove(name);
                }
                else
                {
                    fields[random.Next(8) == 0 ? "further" : name] = value;
                }

                break;
            case JsonArray { Count: > 0 } items when random.Next(2) == 0:
                items[random.Next(items.Count)] = value;
                break;
            case JsonArray items:
                items.Add(value);
                break;
        }
    }

    private static IEnumerable<JsonNode> Containers(JsonNode node) => node switch
    {
        JsonObject fields => [fields, .. fields.Select(field => field.Value).OfType<JsonNode>().SelectMany(Containers)],
        JsonArray items => [items, .. items.OfType<JsonNode>().SelectMany(Containers)],
        _ => [],
    };
}
