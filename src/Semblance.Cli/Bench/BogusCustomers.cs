using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Bogus;

namespace Semblance.Cli.Bench;

/// <summary>The customers of the benchmark as a .NET program makes them with Bogus: a class, a Faker, a line for each.</summary>
internal static class BogusCustomers
{
    /// <summary>Writes customers as CSV, as many as asked for.</summary>
    public static void Write(Stream output, int rows)
    {
        int id = 0;
        Faker<Customer> faker = new Faker<Customer>("en")
            .UseSeed(1)
            .RuleFor(customer => customer.Id, _ => ++id)
            .RuleFor(customer => customer.Name, fake => fake.Name.FullName())
            .RuleFor(customer => customer.Email, fake => fake.Internet.Email())
            .RuleFor(customer => customer.SignupDate, fake => fake.Date.Past(2, new DateTime(2026, 1, 1)));
        using var writer = new StreamWriter(output, new UTF8Encoding(false), 1 << 16, leaveOpen: true);
        writer.Write("id,name,email,signup_date\n");
        foreach (Customer customer in faker.GenerateLazy(rows))
        {
            writer.Write(customer.Id.ToString(CultureInfo.InvariantCulture));
            writer.Write(',');
            writer.Write(customer.Name);
            writer.Write(',');
            writer.Write(customer.Email);
            writer.Write(',');
            writer.Write(customer.SignupDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            writer.Write('\n');
        }
    }

    [SuppressMessage("Performance", "CA1812:Avoid uninstantiated internal classes", Justification = "Bogus makes them.")]
    private sealed class Customer
    {
        public int Id { get; set; }

        public string Name { get; set; } = "";

        public string Email { get; set; } = "";

        public DateTime SignupDate { get; set; }
    }
}
