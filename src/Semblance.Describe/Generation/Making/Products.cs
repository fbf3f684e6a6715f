using System.Globalization;
using System.Text;
using Semblance.Describe.Words;

namespace Semblance.Describe.Generation.Making;

/// <summary>What is sold: categories with their things and prices, from the file Words/products.txt.</summary>
internal sealed class ProductRange
{
    private ProductRange(string name)
    {
        IsMenu = name == "menu";
        Categories = [.. WordLists.Read("words/products.txt").Select(line => line.Split('|'))
            .Where(part => name == "general" ? part[1][0] == '*' : part[0] == name)
            .Select(part => new ProductCategory(
                Encoding.UTF8.GetBytes(part[1].TrimStart('*')),
                double.Parse(part[2], CultureInfo.InvariantCulture),
                double.Parse(part[3], CultureInfo.InvariantCulture),
                [.. part[4].Split(';').Select(Encoding.UTF8.GetBytes)]))];
    }

    /// <summary>The categories.</summary>
    public ProductCategory[] Categories { get; }

    /// <summary>Whether it is what restaurants serve, which no brand makes.</summary>
    public bool IsMenu { get; }

    /// <summary>A range by name.</summary>
    public static ProductRange Get(string name) => new(name);
}

/// <summary>A category of products.</summary>
internal sealed record ProductCategory(byte[] Name, double LeastPrice, double GreatestPrice, byte[][] Things);

/// <summary>
/// The products of a table's rows: category, thing, style, brand and a model number, from one number that differs from row to row. Where a column says
/// what category a row is of, the rest fits it.
/// </summary>
internal sealed class Products : Latent
{
    private readonly Shuffle _shuffle;
    private readonly ColumnReference? _category;
    private readonly ulong _size;

    /// <summary>Creates the products of a number of rows.</summary>
    public Products(ProductRange range, ColumnReference? category, long rows, ulong key)
    {
        Range = range;
        _category = category;
        Styles = [.. WordLists.Get(range.IsMenu ? "dish_styles" : "product_styles").Select(Encoding.UTF8.GetBytes)];
        Brands = [.. WordLists.Get("brands").Select(Encoding.UTF8.GetBytes)];
        ThingSlots = range.Categories.Max(item => item.Things.Length);
        _size = (ulong)(range.Categories.Length * ThingSlots * Styles.Length * Brands.Length);
        // Rounds of all combinations, each with its own model numbers.
        _shuffle = new Shuffle(_size * (((ulong)rows / _size) + 1), key);
    }

    /// <summary>The range.</summary>
    public ProductRange Range { get; }

    /// <summary>Styles.</summary>
    public byte[][] Styles { get; }

    /// <summary>Brands.</summary>
    public byte[][] Brands { get; }

    /// <summary>The number of things of the category that has most.</summary>
    public int ThingSlots { get; }

    /// <inheritdoc/>
    public override void Fill(Block block, Span<long> into)
    {
        ReadOnlySpan<long> rows = block.Rows;
        Vector? categories = _category?.In(block);
        for (int i = 0; i < into.Length; i++)
        {
            ulong product = _shuffle[(ulong)rows[i]];
            if (categories is not null && !categories.IsMissing(i))
            {
                // The category is the last digit of the number: it gives way to the one that the row is of.
                ulong count = (ulong)Range.Categories.Length;
                into[i] = (long)((product / count * count) + Category(categories, i));
                into[i] |= (long)(product % count) << 56;
            }
            else
            {
                into[i] = (long)(product | (product % (ulong)Range.Categories.Length << 56));
            }
        }
    }

    /// <summary>The parts of a product; the serial tells apart products that agree in all of the rest.</summary>
    public (int Category, int Thing, int Style, int Brand, long Serial) Parts(long product)
    {
        long drawn = product >> 56;
        ulong rest = (ulong)product & ((1UL << 56) - 1);
        int category = (int)(rest % (ulong)Range.Categories.Length);
        rest /= (ulong)Range.Categories.Length;
        int slot = (int)(rest % (ulong)ThingSlots);
        rest /= (ulong)ThingSlots;
        int style = (int)(rest % (ulong)Styles.Length);
        rest /= (ulong)Styles.Length;
        int brand = (int)(rest % (ulong)Brands.Length);
        long round = (long)(rest / (ulong)Brands.Length);
        int things = Range.Categories[category].Things.Length;
        // What was folded away (the category drawn, slots beyond the category's things) makes the serial number.
        long serial = (((round * (Range.Categories.Length + 1)) + (drawn == category ? 0 : drawn + 1)) * ThingSlots) + (slot / things);
        return (category, slot % things, style, brand, serial);
    }

    private ulong Category(Vector categories, int index)
    {
        if (categories.Kind != VectorKind.Text)
        {
            return (ulong)Math.Abs(categories.Numbers[index]) % (ulong)Range.Categories.Length;
        }
        ReadOnlySpan<byte> text = categories.Text(index);
        for (int i = 0; i < Range.Categories.Length; i++)
        {
            if (text.SequenceEqual(Range.Categories[i].Name))
            {
                return (ulong)i;
            }
        }
        return Hash64.Of(text) % (ulong)Range.Categories.Length;
    }
}
