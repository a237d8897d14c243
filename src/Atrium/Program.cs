Console.WriteLine("Atrium");
