using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Semblance.Describe.Plans;
using Semblance.Workspace.Descriptions;
using Semblance.Workspace.Jobs;
using Semblance.Workspace.Queue;
using Semblance.Workspace.Tests.Database;
using Semblance.Workspace.Tests.Jobs;
using Semblance.Workspace.Webhooks;
using Shouldly;
using Xunit;

namespace Semblance.Workspace.Tests.Webhooks;

/// <summary>Callbacks, to a receiver on this machine that takes them, refuses them, is slow, or sends them elsewhere.</summary>
public sealed class WebhookSenderTests
{
    private const string Secret = "a secret of sixteen or more";

    [Theory]
    [MemberData(nameof(TestDatabase.Kinds), MemberType = typeof(TestDatabase))]
    public async Task A_receiver_that_fails_twice_gets_the_callback_signed_the_third_time(string kind)
    {
        await using Receiver receiver = await Receiver.StartAsync(call => call < 3 ? 500 + call : 204);
        await using TestWorkspace test = await TestWorkspace.CreateAsync(kind);
        (DescriptionJob job, WebhookSender sender) = await EndedAsync(test, receiver.Url, "127.0.0.1");
        for (int attempt = 1; attempt <= 3; attempt++)
        {
            DescriptionWebhook before = (await test.Home.Descriptions.GetAsync(job.JobId))!.Webhook!;
            (before.Status, before.Attempts).ShouldBe(("waiting", attempt - 1));
            await SendOneAsync(sender);
        }
        DescriptionWebhook webhook = (await test.Home.Descriptions.GetAsync(job.JobId))!.Webhook!;
        (webhook.Status, webhook.Attempts, webhook.LastResult).ShouldBe(("delivered", 3, "the receiver answered with 204"));
        (await sender.SendDueAsync()).ShouldBe(0);

        receiver.Calls.Count.ShouldBe(3);
        receiver.Calls.Select(call => call.Delivery).Distinct().ShouldHaveSingleItem();
        Receiver.Call last = receiver.Calls.Last();
        JsonElement said = JsonDocument.Parse(last.Body).RootElement;
        said.GetProperty("job_id").GetGuid().ShouldBe(job.JobId);
        said.GetProperty("status").GetString().ShouldBe("completed");
        said.GetProperty("download").GetString().ShouldBe($"/api/jobs/{job.JobId}/download");
        said.TryGetProperty("webhook", out _).ShouldBeFalse();
        // As the documentation tells receivers to do it.
        string[] parts = last.Signature.Split(["t=", ",v1="], StringSplitOptions.RemoveEmptyEntries);
        byte[] hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"{parts[0]}.{last.Body}"));
        parts[1].ShouldBe(Convert.ToHexStringLower(hash));
        DateTimeOffset.FromUnixTimeSeconds(long.Parse(parts[0], CultureInfo.InvariantCulture)).ShouldBeInRange(DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task A_name_that_resolves_to_an_address_inside_is_refused_when_the_connection_is_made()
    {
        await using Receiver receiver = await Receiver.StartAsync(_ => 200);
        await using TestWorkspace test = await TestWorkspace.CreateAsync(TestDatabase.Sqlite);
        string named = receiver.Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        (DescriptionJob job, WebhookSender sender) = await EndedAsync(test, named, "localhost");
        await SendOneAsync(sender);
        (await test.Home.Descriptions.GetAsync(job.JobId))!.Webhook!.LastResult.ShouldBe("the address is not allowed");
        receiver.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_redirect_is_no_receipt_and_is_not_followed()
    {
        await using Receiver elsewhere = await Receiver.StartAsync(_ => 200);
        await using Receiver receiver = await Receiver.StartAsync(_ => 307, elsewhere.Url);
        await using TestWorkspace test = await TestWorkspace.CreateAsync(TestDatabase.Sqlite);
        (DescriptionJob job, WebhookSender sender) = await EndedAsync(test, receiver.Url, "127.0.0.1");
        await SendOneAsync(sender);
        DescriptionWebhook webhook = (await test.Home.Descriptions.GetAsync(job.JobId))!.Webhook!;
        (webhook.Status, webhook.LastResult).ShouldBe(("waiting", "the receiver answered with 307"));
        elsewhere.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_receiver_that_never_takes_it_is_given_up()
    {
        using var over = new CancellationTokenSource();
        await using Receiver receiver = await Receiver.StartAsync(call => call == 1 ? 0 : 404, stop: over.Token);
        await using TestWorkspace test = await TestWorkspace.CreateAsync(TestDatabase.Sqlite);
        (DescriptionJob job, WebhookSender sender) = await EndedAsync(test, receiver.Url, "127.0.0.1", mostAttempts: 2);
        await SendOneAsync(sender);
        (await test.Home.Descriptions.GetAsync(job.JobId))!.Webhook!.LastResult.ShouldBe("the receiver did not answer in time");
        await SendOneAsync(sender);
        DescriptionWebhook webhook = (await test.Home.Descriptions.GetAsync(job.JobId))!.Webhook!;
        (webhook.Status, webhook.Attempts, webhook.LastResult).ShouldBe(("given_up", 2, "the receiver answered with 404"));
        await Task.Delay(50);
        (await sender.SendDueAsync()).ShouldBe(0);
        await over.CancelAsync();
    }

    /// <summary>Python's hmac gave the digits.</summary>
    [Fact]
    public void A_signature_is_what_others_compute() =>
        WebhookClient.Sign("0123456789abcdef", DateTimeOffset.FromUnixTimeSeconds(1764000000), "{\"job_id\":\"1\"}"u8).ShouldBe("t=1764000000,v1=30fd98a9379cb31c92b727e40e356dba0ac290d9b1442e8e1cdcb922dfe0092c");

    /// <summary>A job that has ended, with a callback.</summary>
    private static async Task<(DescriptionJob Job, WebhookSender Sender)> EndedAsync(TestWorkspace test, string url, string allowed, int mostAttempts = 5)
    {
        var work = new DescribeWork { Plan = PlanJson.Read("""{"entities":[{"name":"t","columns":[{"name":"id","type":"integer","generator":"sequence"}]}]}"""), Size = 3, Seed = 1, AskedAt = DateTimeOffset.UtcNow };
        DescriptionJob job = (await test.Home.Descriptions.AddAsync(work, 3, url, 1_000_000))!;
        var settings = new WebhookSettings { Addresses = WebhookAddresses.Parse([allowed]), Secret = Secret, FirstRest = TimeSpan.FromMilliseconds(5), Timeout = TimeSpan.FromMilliseconds(700), MostAttempts = mostAttempts };
        var sender = new WebhookSender(test.Home.Database, new WebhookClient(settings, TimeProvider.System), settings, TimeProvider.System);
        (await sender.SendDueAsync()).ShouldBe(0, "its job has not ended");
        await using JobNode node = await TestWorkspace.StartNodeAsync(test.Home, new DescribeRunner());
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while ((await test.Home.Descriptions.GetAsync(job.JobId))!.FinishedAt is null)
        {
            await Task.Delay(30, patience.Token);
        }
        return (job, sender);
    }

    private static async Task SendOneAsync(WebhookSender sender)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await sender.SendDueAsync() == 0)
        {
            await Task.Delay(10, patience.Token);
        }
    }

    private sealed class Receiver : IAsyncDisposable
    {
        private readonly WebApplication _application;
        private int _calls;

        private Receiver(WebApplication application) => _application = application;

        public ConcurrentQueue<Call> Calls { get; } = new();

        public string Url => _application.Urls.Single() + "/hook?token=1";

        /// <param name="answer">The status for each call; 0 to answer nothing.</param>
        /// <param name="location">Where redirects go.</param>
        /// <param name="stop">Ends the calls that are not answered.</param>
        public static async Task<Receiver> StartAsync(Func<int, int> answer, string? location = null, CancellationToken stop = default)
        {
            WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var receiver = new Receiver(builder.Build());
            receiver._application.Run(async context =>
            {
                using var reader = new StreamReader(context.Request.Body);
                receiver.Calls.Enqueue(new Call(await reader.ReadToEndAsync(stop), context.Request.Headers[WebhookClient.SignatureHeader].ToString(), context.Request.Headers[WebhookClient.DeliveryHeader].ToString()));
                context.Response.StatusCode = answer(Interlocked.Increment(ref receiver._calls));
                context.Response.Headers.Location = location;
                if (context.Response.StatusCode == 0)
                {
                    await Task.Delay(Timeout.Infinite, CancellationTokenSource.CreateLinkedTokenSource(stop, context.RequestAborted).Token).ContinueWith(_ => { }, TaskScheduler.Default);
                }
            });
            await receiver._application.StartAsync(CancellationToken.None);
            return receiver;
        }

        public ValueTask DisposeAsync() => _application.DisposeAsync();

        public sealed record Call(string Body, string Signature, string Delivery);
    }
}
