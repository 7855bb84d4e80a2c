using System.Net;
using Chameleon.Engine.Imaging;

namespace Chameleon.Connector.Tests.Pictures.Remote;

public sealed class RemotePictureFetcherTests
{
    private static readonly byte[] Star = File.ReadAllBytes(Path.Combine(Golden.RepositoryRoot, "samples", "red-star.png"));
    private static readonly string Served = $"HTTP/1.1 200 OK\nContent-Type: image/png\nContent-Length: {Star.Length}\nConnection: close";

    [Fact]
    public async Task A_picture_is_fetched_byte_for_byte_and_nothing_of_us_is_told()
    {
        await using var server = new RawServer(Served, Star);
        using var fetcher = Fetcher(server);

        var file = await fetcher.FetchAsync(server.Uri("/a.png?size=big#part"), default);

        Assert.Equal(Star, file);
        var request = Assert.Single(server.Requests);
        Assert.Equal(
            $"GET /a.png?size=big HTTP/1.1\r\nHost: 127.0.0.1:{server.Port}\r\nAccept: image/*\r\nAccept-Encoding: identity\r\n\r\n",
            request);
    }

    [Theory]
    [InlineData("http://127.0.0.1/")]
    [InlineData("http://127.0.0.1./")]
    [InlineData("http://127.1/")]
    [InlineData("http://2130706433/")]
    [InlineData("http://0x7f000001/")]
    [InlineData("http://0177.0.0.1/")]
    [InlineData("http://0/")]
    [InlineData("http://[::1]/")]
    [InlineData("http://[::ffff:127.0.0.1]/")]
    [InlineData("http://[::ffff:7f00:1]/")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://[fd00:ec2::254]/latest/meta-data/")]
    [InlineData("http://10.1.2.3/")]
    [InlineData("http://[64:ff9b::7f00:1]/")]
    [InlineData("http://[2002:7f00:1::]/")]
    [InlineData("http://localhost/")]
    [InlineData("http://localhost./")]
    [InlineData("https://LOCALHOST/")]
    [InlineData("http://\u2460\u2461\u2466.0.0.1/")]
    public async Task Addresses_inside_are_out_of_reach_however_they_are_written(string address)
    {
        using var fetcher = new RemotePictureFetcher();

        var refusal = await Assert.ThrowsAsync<PictureFetchException>(() => fetcher.FetchAsync(new Uri(address), default).AsTask());

        Assert.True(
            refusal.Failure == PictureFetchFailure.AddressRefused || refusal.InnerException is HttpRequestException { InnerException: System.Net.Sockets.SocketException },
            $"{refusal.Failure}: {refusal}");
    }

    [Theory]
    [InlineData("10.0.0.7")]
    [InlineData("8.8.8.8", "10.0.0.7")]
    [InlineData("8.8.8.8", "::1")]
    [InlineData]
    public async Task A_name_that_leads_inside_is_refused_without_telling_where(params string[] addresses)
    {
        using var fetcher = new RemotePictureFetcher(new(), Resolve(addresses), PublicAddresses.Contain, TimeProvider.System);

        var refusal = await Assert.ThrowsAsync<PictureFetchException>(
            () => fetcher.FetchAsync(new Uri("http://trap.example/a.png"), default).AsTask());

        Assert.Equal(PictureFetchFailure.AddressRefused, refusal.Failure);
        Assert.Equal("Pictures are not fetched from 'trap.example'; it is not a host of the public internet.", refusal.Message);
        Assert.Null(refusal.InnerException);
    }

    [Fact]
    public async Task A_name_that_changes_its_mind_after_the_check_changes_nothing()
    {
        await using var server = new RawServer(Served, Star);
        var lookups = new List<string>();
        using var fetcher = new RemotePictureFetcher(
            Options(server),
            (name, _) =>
            {
                lookups.Add(name);
                return Task.FromResult(new[] { lookups.Count == 1 ? IPAddress.Loopback : IPAddress.Parse("169.254.169.254") });
            },
            IPAddress.IsLoopback,
            TimeProvider.System);
        var address = server.Uri(host: "rebinding.example");

        Assert.Equal(Star, await fetcher.FetchAsync(address, default));
        Assert.Single(lookups);
        var refusal = await Assert.ThrowsAsync<PictureFetchException>(() => fetcher.FetchAsync(address, default).AsTask());

        Assert.Equal(PictureFetchFailure.AddressRefused, refusal.Failure);
        Assert.Equal(["rebinding.example", "rebinding.example"], lookups);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task An_address_that_does_not_answer_is_followed_by_the_names_next_one()
    {
        await using var server = new RawServer(Served, Star);
        using var fetcher = new RemotePictureFetcher(
            Options(server), Resolve("127.255.255.1", "127.0.0.1"), IPAddress.IsLoopback, TimeProvider.System);

        Assert.Equal(Star, await fetcher.FetchAsync(server.Uri(host: "two.example"), default));
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Redirects_are_not_followed_unless_asked_for(int status)
    {
        await using var target = new RawServer(Served, Star);
        await using var server = new RawServer($"HTTP/1.1 {status} Elsewhere\nLocation: {target.Uri()}\nContent-Length: 0\nConnection: close");
        using var fetcher = Fetcher(server, target);

        var refusal = await Assert.ThrowsAsync<PictureFetchException>(() => fetcher.FetchAsync(server.Uri(), default).AsTask());

        Assert.Equal(PictureFetchFailure.AddressRefused, refusal.Failure);
        Assert.Empty(target.Requests);
    }

    [Fact]
    public async Task A_followed_redirect_is_checked_like_the_first_address()
    {
        await using var target = new RawServer(Served, Star);
        await using var server = new RawServer(async (request, stream, token) => await RawServer.SayAsync(
            stream,
            $"HTTP/1.1 302 Elsewhere\nLocation: {request.Split(' ')[1] switch
            {
                "/good" => target.Uri().ToString(),
                "/inside" => "http://inside.example:" + target.Port,
                "/file" => "file:///etc/passwd",
                "/user" => $"http://user@127.0.0.1:{target.Port}/",
                "/port" => "http://127.0.0.1:22/",
                _ => "http://127.0.0.1\\@evil.example/",
            }}\nContent-Length: 0\nConnection: close",
            token));
        var options = Options(server, target);
        options.MaxRedirects = 1;
        using var fetcher = new RemotePictureFetcher(
            options, Resolve("10.0.0.7"), IPAddress.IsLoopback, TimeProvider.System);

        Assert.Equal(Star, await fetcher.FetchAsync(server.Uri("/good"), default));
        foreach (var path in (string[])["/inside", "/file", "/user", "/port", "/backslash"])
        {
            var refusal = await Assert.ThrowsAsync<PictureFetchException>(() => fetcher.FetchAsync(server.Uri(path), default).AsTask());
            Assert.Equal(PictureFetchFailure.AddressRefused, refusal.Failure);
        }

        Assert.Single(target.Requests);
    }

    [Fact]
    public async Task A_circle_of_redirects_ends_at_the_limit()
    {
        await using var server = new RawServer("HTTP/1.1 302 Again\nLocation: /again\nContent-Length: 0\nConnection: close");
        var options = Options(server);
        options.MaxRedirects = 3;
        using var fetcher = Fetcher(options);

        var refusal = await Assert.ThrowsAsync<PictureFetchException>(() => fetcher.FetchAsync(server.Uri(), default).AsTask());

        Assert.Equal("The picture's address leads on more than 3 times, which is the limit.", refusal.Message);
        Assert.Equal(4, server.Requests.Count);
    }

    [Fact]
    public async Task A_size_over_the_limit_is_refused_before_the_first_byte()
    {
        await using var server = new RawServer(async (_, stream, token) =>
        {
            await RawServer.SayAsync(stream, "HTTP/1.1 200 OK\nContent-Length: 1001", token);
            await Task.Delay(Timeout.Infinite, token);
        });
        using var fetcher = Fetcher(Limited(server, 1000));

        await Fails(fetcher, server, PictureFetchFailure.TooLarge);
    }

    [Fact]
    public async Task An_endless_picture_ends_at_the_limit()
    {
        var sent = 0;
        await using var server = new RawServer(async (_, stream, token) =>
        {
            await RawServer.SayAsync(stream, "HTTP/1.1 200 OK\nConnection: close", token);
            await stream.WriteAsync(Star, token);
            while (true)
            {
                await stream.WriteAsync(new byte[4096], token);
                sent += 4096;
            }
        });
        using var fetcher = Fetcher(Limited(server, 100_000));

        await Fails(fetcher, server, PictureFetchFailure.TooLarge);
    }

    [Fact]
    public async Task A_picture_of_just_the_limit_is_fetched()
    {
        await using var server = new RawServer(Served, Star);
        using var fetcher = Fetcher(Limited(server, Star.Length));

        Assert.Equal(Star, await fetcher.FetchAsync(server.Uri(), default));
    }

    [Fact]
    public async Task A_length_that_lies_is_a_broken_transfer()
    {
        await using var server = new RawServer($"HTTP/1.1 200 OK\nContent-Length: {Star.Length + 1000}\nConnection: close", Star);
        using var fetcher = Fetcher(server);

        await Fails(fetcher, server, PictureFetchFailure.Unreachable);
    }

    [Fact]
    public async Task A_second_compression_is_refused_so_that_nothing_can_swell()
    {
        using var bomb = new MemoryStream();
        await using (var gzip = new System.IO.Compression.GZipStream(bomb, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Star);
            gzip.Write(new byte[10_000_000]);
        }

        await using var server = new RawServer($"HTTP/1.1 200 OK\nContent-Encoding: gzip\nContent-Length: {bomb.Length}", bomb.ToArray());
        using var fetcher = Fetcher(server);

        await Fails(fetcher, server, PictureFetchFailure.NotServed);
    }

    [Theory]
    [InlineData("<!DOCTYPE html><html><body>Sign in</body></html>", "web page")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'></svg>", "SVG")]
    [InlineData("%PDF-1.7", "PDF")]
    [InlineData("{\"secret\":1}", "not a picture")]
    [InlineData("", "empty")]
    public async Task What_is_no_picture_is_refused_whatever_it_is_called(string body, string what)
    {
        await using var server = new RawServer("HTTP/1.1 200 OK\nContent-Type: image/png\nConnection: close", System.Text.Encoding.ASCII.GetBytes(body));
        using var fetcher = Fetcher(server);

        var refusal = await Assert.ThrowsAsync<ImageFormatException>(() => fetcher.FetchAsync(server.Uri(), default).AsTask());

        Assert.Contains(what, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_under_a_wrong_media_type_is_a_picture()
    {
        await using var server = new RawServer($"HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Length: {Star.Length}", Star);
        using var fetcher = Fetcher(server);

        Assert.Equal(Star, await fetcher.FetchAsync(server.Uri(), default));
    }

    [Fact]
    public async Task What_begins_like_no_picture_is_left_before_it_ends()
    {
        await using var server = new RawServer(async (_, stream, token) =>
        {
            await RawServer.SayAsync(stream, "HTTP/1.1 200 OK\nContent-Length: 5000000", token);
            await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes("<html>" + new string(' ', 2000)), token);
            await Task.Delay(Timeout.Infinite, token);
        });
        using var fetcher = Fetcher(server);

        await Assert.ThrowsAsync<ImageFormatException>(() => fetcher.FetchAsync(server.Uri(), default).AsTask());
    }

    [Theory]
    [InlineData(204)]
    [InlineData(206)]
    [InlineData(404)]
    [InlineData(500)]
    public async Task Another_status_is_no_picture(int status)
    {
        await using var server = new RawServer($"HTTP/1.1 {status} Hm\nContent-Length: 0\nConnection: close");
        using var fetcher = Fetcher(server);

        var refusal = await Fails(fetcher, server, PictureFetchFailure.NotServed);

        Assert.Equal($"'127.0.0.1' answered with status {status} instead of a picture.", refusal.Message);
    }

    [Fact]
    public async Task A_host_that_never_answers_is_left_after_the_time()
    {
        var time = new ManualTime();
        var asked = new TaskCompletionSource();
        await using var server = new RawServer(async (_, _, token) =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.Infinite, token);
        });
        using var fetcher = Fetcher(Options(server), time);

        var fetching = fetcher.FetchAsync(server.Uri(), default).AsTask();
        await asked.Task;
        Assert.False(fetching.IsCompleted);
        await time.MoveUntilAsync(fetching.ContinueWith(_ => { }, TaskScheduler.Default), TimeSpan.FromSeconds(1));

        var refusal = await Assert.ThrowsAsync<PictureFetchException>(() => fetching);
        Assert.Equal(PictureFetchFailure.TooSlow, refusal.Failure);
        Assert.Equal("The picture was not there within 20 seconds, which is the limit.", refusal.Message);
    }

    [Fact]
    public async Task Silence_in_the_middle_ends_the_transfer()
    {
        var time = new ManualTime();
        await using var server = new RawServer(async (_, stream, token) =>
        {
            await RawServer.SayAsync(stream, Served, token);
            await stream.WriteAsync(Star.AsMemory(0, 600), token);
            await Task.Delay(Timeout.Infinite, token);
        });
        var options = Options(server);
        options.Timeout = TimeSpan.FromDays(1);
        using var fetcher = Fetcher(options, time);

        var fetching = fetcher.FetchAsync(server.Uri(), default).AsTask();
        await time.MoveUntilAsync(fetching.ContinueWith(_ => { }, TaskScheduler.Default), TimeSpan.FromSeconds(1));

        var refusal = await Assert.ThrowsAsync<PictureFetchException>(() => fetching);
        Assert.Equal("Nothing more of the picture came for 5 seconds, which is the limit.", refusal.Message);
    }

    [Fact]
    public async Task A_slow_drip_ends_at_the_time_however_lively_it_is()
    {
        var time = new ManualTime();
        await using var server = new RawServer(async (_, stream, token) =>
        {
            await RawServer.SayAsync(stream, "HTTP/1.1 200 OK\nConnection: close", token);
            await stream.WriteAsync(Star.AsMemory(0, 8), token);
            while (true)
            {
                time.Move(TimeSpan.FromSeconds(1));
                await stream.WriteAsync(new byte[] { 0 }, token);
                await Task.Delay(5, token);
            }
        });
        var options = Options(server);
        options.ReadTimeout = TimeSpan.FromDays(1);
        using var fetcher = Fetcher(options, time);

        var refusal = await Fails(fetcher, server, PictureFetchFailure.TooSlow);

        Assert.Equal("The picture was not there within 20 seconds, which is the limit.", refusal.Message);
    }

    [Fact]
    public async Task A_name_that_is_looked_up_for_ever_counts_as_time_too()
    {
        var time = new ManualTime();
        using var fetcher = new RemotePictureFetcher(
            new(), async (_, token) => { await Task.Delay(Timeout.Infinite, token); return []; }, PublicAddresses.Contain, time);

        var fetching = fetcher.FetchAsync(new Uri("http://slow.example/"), default).AsTask();
        await time.MoveUntilAsync(fetching.ContinueWith(_ => { }, TaskScheduler.Default), TimeSpan.FromSeconds(1));

        Assert.Equal(PictureFetchFailure.TooSlow, (await Assert.ThrowsAsync<PictureFetchException>(() => fetching)).Failure);
    }

    [Fact]
    public async Task Cancelling_ends_a_transfer_as_a_cancellation()
    {
        using var source = new CancellationTokenSource();
        await using var server = new RawServer(async (_, _, token) =>
        {
            await source.CancelAsync();
            await Task.Delay(Timeout.Infinite, token);
        });
        using var fetcher = Fetcher(server);

        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fetcher.FetchAsync(server.Uri(), source.Token).AsTask());

        Assert.Equal(source.Token, cancelled.CancellationToken);
    }

    [Fact]
    public async Task Cookies_are_neither_kept_nor_sent()
    {
        await using var server = new RawServer(Served + "\nSet-Cookie: spy=1", Star);
        using var fetcher = Fetcher(server);

        await fetcher.FetchAsync(server.Uri(), default);
        await fetcher.FetchAsync(server.Uri(), default);

        Assert.All(server.Requests, request => Assert.DoesNotContain("ookie", request, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Headers_without_end_are_not_read_without_end()
    {
        await using var server = new RawServer(async (_, stream, token) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n"u8.ToArray(), token);
            while (true)
            {
                await stream.WriteAsync("X-More: and more and more and more\r\n"u8.ToArray(), token);
            }
        });
        using var fetcher = Fetcher(server);

        await Fails(fetcher, server, PictureFetchFailure.Unreachable);
    }

    [Fact]
    public async Task Other_schemes_and_nulls_are_refused_at_once()
    {
        using var fetcher = new RemotePictureFetcher();

        await Assert.ThrowsAsync<ArgumentNullException>(() => fetcher.FetchAsync(null!, default).AsTask());
        await Assert.ThrowsAsync<PictureFetchException>(() => fetcher.FetchAsync(new Uri("file:///etc/passwd"), default).AsTask());
    }

    [Fact]
    public void Options_that_make_no_sense_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RemotePictureFetcher(new() { MaxBytes = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RemotePictureFetcher(new() { Timeout = TimeSpan.Zero }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RemotePictureFetcher(new() { ReadTimeout = TimeSpan.FromSeconds(-1) }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RemotePictureFetcher(new() { MaxRedirects = 11 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RemotePictureFetcher(new() { MaxRedirects = -1 }));
    }

    private static async Task<PictureFetchException> Fails(RemotePictureFetcher fetcher, RawServer server, PictureFetchFailure expected)
    {
        var failure = await Assert.ThrowsAsync<PictureFetchException>(() => fetcher.FetchAsync(server.Uri(), default).AsTask());
        Assert.Equal(expected, failure.Failure);
        return failure;
    }

    private static RemotePictureFetcher Fetcher(params RawServer[] servers) => Fetcher(Options(servers));

    private static RemotePictureFetcher Fetcher(RemotePictureFetcherOptions options, TimeProvider? time = null) =>
        new(options, Resolve(), IPAddress.IsLoopback, time ?? TimeProvider.System);

    private static RemotePictureFetcherOptions Limited(RawServer server, int bytes)
    {
        var options = Options(server);
        options.MaxBytes = bytes;
        return options;
    }

    private static RemotePictureFetcherOptions Options(params RawServer[] servers)
    {
        var options = new RemotePictureFetcherOptions();
        foreach (var server in servers)
        {
            options.AllowedPorts.Add(server.Port);
        }

        return options;
    }

    private static Func<string, CancellationToken, Task<IPAddress[]>> Resolve(params string[] addresses) =>
        (_, _) => Task.FromResult(Array.ConvertAll(addresses, IPAddress.Parse));
}
